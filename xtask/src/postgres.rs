//! A throw-away PostgreSQL from Debian's package: made for one command, gone after it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::install;
use crate::run::{is_there, shown};

/// A running cluster; it stops and goes when this is dropped.
pub struct Cluster {
    home: PathBuf,
    bin: PathBuf,
    /// Where it is: `postgres://…`.
    pub url: String,
}

fn bin() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path().join("bin")).collect();
    versions.sort();
    versions.into_iter().rev().find(|bin| bin.join("initdb").exists())
}

/// PostgreSQL refuses to run as root, so root becomes its own user for it.
fn as_user(program: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    if root && is_there("runuser") {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        return command;
    }
    Command::new(program)
}

impl Cluster {
    /// Makes and starts a cluster on a free port of the loopback.
    pub fn start() -> anyhow::Result<Self> {
        if bin().is_none() {
            install::packages(&["postgresql"])?;
        }
        let bin = bin().ok_or_else(|| anyhow::anyhow!("no PostgreSQL in /usr/lib/postgresql"))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let home = std::env::temp_dir().join(format!("answerable-postgres-{}-{port}", std::process::id()));
        shown(as_user(Path::new("mkdir")).arg("-m").arg("700").arg(&home))?;
        let quiet = std::process::Stdio::null;
        shown(
            as_user(&bin.join("initdb")).args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D"]).arg(&home).stdout(quiet()),
        )?;
        let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300");
        shown(
            as_user(&bin.join("pg_ctl"))
                .args(["-w", "-t", "60", "-D"])
                .arg(&home)
                .args(["-o", &options, "-l"])
                .arg(home.join("log"))
                .arg("start")
                .stdout(quiet()),
        )?;
        put_away_when_we_end(&bin, &home)?;
        Ok(Self { home, bin, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") })
    }
}

/// Starts a watcher of its own process group, which puts the cluster away when we were stopped before we could.
fn put_away_when_we_end(bin: &Path, home: &Path) -> anyhow::Result<()> {
    let (us, bin, home) = (std::process::id(), bin.display(), home.display());
    let script = format!("while [ -d /proc/{us} ]; do sleep 1; done; [ -d {home} ] && {bin}/pg_ctl -m immediate -D {home} stop; rm -rf {home}");
    let null = std::process::Stdio::null;
    // A session of its own, so that what ends our whole group does not end the watcher.
    let watcher = as_user(Path::new("sh"));
    let mut command = Command::new("setsid");
    command.arg(watcher.get_program()).args(watcher.get_args()).args(["-c", &script]);
    command.stdin(null()).stdout(null()).stderr(null()).spawn()?;
    Ok(())
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nothing here is to be kept, so a cluster that cannot be stopped in order is only said.
        let stopped = as_user(&self.bin.join("pg_ctl")).args(["-m", "immediate", "-D"]).arg(&self.home).arg("stop").output();
        if !stopped.is_ok_and(|output| output.status.success()) {
            eprintln!("the throw-away PostgreSQL in {} could not be stopped", self.home.display());
        }
        let _gone = std::fs::remove_dir_all(&self.home);
    }
}

/// `cargo xtask postgres COMMAND...`.
pub fn command(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let (program, rest) = arguments.split_first().ok_or_else(|| anyhow::anyhow!("say what to run beside the database"))?;
    let cluster = Cluster::start()?;
    let status = Command::new(program).args(rest).env("ANSWERABLE_TEST_POSTGRES", &cluster.url).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
