//! Running other programs, and stopping in good order when somebody stops us.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;

/// How often a child is asked whether it ended.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// The signal that told us to stop, 0 while none did.
fn stopped_by() -> &'static Arc<AtomicUsize> {
    static STOPPED_BY: OnceLock<Arc<AtomicUsize>> = OnceLock::new();
    STOPPED_BY.get_or_init(|| {
        let flag = Arc::new(AtomicUsize::new(0));
        for signal in [1_u8, 2, 15] {
            signal_hook::flag::register_usize(i32::from(signal), Arc::clone(&flag), usize::from(signal))
                .expect("hang-up, interrupt and terminate can be caught");
        }
        flag
    })
}

/// From here on Ctrl-C and the like end [`wait`] with an error instead of ending us at once, so that what was started can be put away.
pub fn catch_signals() {
    stopped_by();
}

/// Waits for a child's end. Who stops us stops the child: it is told once, and waited for.
///
/// # Errors
/// When we were told to stop.
pub fn wait(child: &mut Child) -> anyhow::Result<ExitStatus> {
    let mut told = false;
    loop {
        if let Some(status) = child.try_wait()? {
            anyhow::ensure!(stopped_by().load(Ordering::Relaxed) == 0, "stopped");
            return Ok(status);
        }
        if stopped_by().load(Ordering::Relaxed) != 0 && !told {
            tell(child, "TERM");
            told = true;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// Sends a child a signal by name.
pub fn tell(child: &Child, signal: &str) {
    // A child that ended in the meantime needs no telling.
    let _told = Command::new("kill").arg(format!("-{signal}")).arg(child.id().to_string()).stderr(Stdio::null()).status();
}

/// Runs a program to its end with our own output.
///
/// # Errors
/// When it cannot be started or we were told to stop.
pub fn run(command: &mut Command) -> anyhow::Result<ExitStatus> {
    let mut child = command.spawn().with_context(|| format!("could not start {}", name(command)))?;
    wait(&mut child)
}

/// Runs a program to its end with all it says in a file.
///
/// # Errors
/// When it cannot be started or we were told to stop.
pub fn run_into(command: &mut Command, log: &Path) -> anyhow::Result<ExitStatus> {
    let file = File::options().create(true).append(true).open(log).with_context(|| log.display().to_string())?;
    run(command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file))
}

/// What a program prints, trimmed.
///
/// # Errors
/// When it cannot be started or fails; the error ends with what it complained about.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("could not start {}", name(command)))?;
    anyhow::ensure!(output.status.success(), "{} failed: {}", name(command), String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Whether there is a program of this name.
pub fn exists(program: &str) -> bool {
    let tried = Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    !matches!(tried, Err(error) if error.kind() == ErrorKind::NotFound)
}

/// Cargo at the root of the repository, without what the cargo that runs us left in the environment.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::repository::root());
    for (key, _) in std::env::vars_os() {
        if key.to_str().is_some_and(|key| key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(key);
        }
    }
    command
}

/// Whether we are root.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_and_how_it_ends_is_given() {
        assert_eq!(output(Command::new("echo").arg("good")).expect("echo works"), "good");
        let error = output(Command::new("ls").arg("/there/is/no/such/place")).expect_err("nothing there").to_string();
        assert!(error.starts_with("ls failed: ") && error.contains("/there/is/no/such/place"), "{error}");
        assert_eq!(run(Command::new("sh").args(["-c", "exit 7"])).expect("sh works").code(), Some(7));
    }

    #[test]
    fn a_program_that_is_not_there_is_missed() {
        assert!(exists("sh"));
        assert!(!exists("there-is-no-such-program"));
    }
}
