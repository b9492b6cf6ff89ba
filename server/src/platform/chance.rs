//! The only place that draws by chance: ids, secrets, references.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use model::Millis;

/// Letters and digits that are not mistaken for each other when read out.
const CLEAR: &[u8; 29] = b"23456789ABCDEFGHJKLMNPQRSTVWX";

/// Where ids and secrets come from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chance;

impl Chance {
    /// Bytes from the operating system. A machine without randomness can keep no secret, so it stops here.
    fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0u8; N];
        #[expect(clippy::disallowed_methods, reason = "this is where random bytes come from")]
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }

    /// A new id: UUIDv7 (RFC 9562), so that ids sort by the moment they were made.
    pub fn id(self, now: Millis) -> String {
        let ms = u64::try_from(now.0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes()).into_uuid().to_string()
    }

    /// A secret of 192 bits for links and cookies, safe in addresses.
    pub fn secret(self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<24>())
    }

    /// A reference that can be read out on the phone: eight clear signs in two groups, such as `K7TM-2QXA`.
    pub fn reference(self) -> String {
        let signs: String = self.bytes::<8>().iter().map(|byte| char::from(CLEAR[usize::from(*byte) % CLEAR.len()])).collect();
        format!("{}-{}", &signs[..4], &signs[4..])
    }

    /// A one-time code of six digits.
    pub fn code(self) -> String {
        format!("{:06}", u32::from_be_bytes(self.bytes()) % 1_000_000)
    }
}

/// What the database keeps of a secret: its SHA-256 in hex, so that a copied database opens nothing.
pub fn hash_of(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
