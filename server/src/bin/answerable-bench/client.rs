//! A client that costs next to nothing beside the server: one kept connection, one exchange at a time.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A kept connection and the cookies it was given.
pub struct Client {
    stream: TcpStream,
    address: String,
    cookie: String,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The bytes of the body.
    pub bytes: usize,
}

impl Client {
    /// Connects.
    pub async fn new(address: &str) -> anyhow::Result<Self> {
        Ok(Self { stream: TcpStream::connect(address).await?, address: address.to_owned(), cookie: String::new() })
    }

    /// One exchange without a body.
    pub async fn ask(&mut self, method: &str, path: &str) -> anyhow::Result<Answer> {
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{cookie}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n",
            self.address
        );
        self.stream.write_all(head.as_bytes()).await?;
        let (mut bytes, mut buffer) = (Vec::new(), [0u8; 16 * 1024]);
        loop {
            let n = self.stream.read(&mut buffer).await?;
            anyhow::ensure!(n > 0, "the server went away");
            bytes.extend_from_slice(&buffer[..n]);
            let text = String::from_utf8_lossy(&bytes);
            let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
            let line = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
            let length: usize = line("content-length: ").and_then(|length| length.parse().ok()).unwrap_or(0);
            if bytes.len() >= head.len() + 4 + length {
                if let Some(pair) = line("set-cookie: ").and_then(|set| set.split(';').next()) {
                    self.cookie = pair.to_owned();
                }
                return Ok(Answer { status: head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0), bytes: length });
            }
        }
    }
}
