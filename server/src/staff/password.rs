//! Passwords: hashed by argon2id with a salt of their own; short and common ones refused.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::platform::{Error, Result};

/// The shortest password, in characters: NIST SP 800-63B asks for eight, ASVS 2.1.1 for twelve.
pub const LENGTH_MIN: usize = 12;
const LENGTH_MAX: usize = 128;
/// How many wrong tries are taken for one address …
pub const TRIES_MAX: i64 = 10;
/// … within this time.
pub const TRIES_WITHIN_MS: i64 = 15 * 60 * 1000;

/// Beginnings and middles that make a long password a common one all the same.
const COMMON: [&str; 12] =
    ["password", "123456", "qwerty", "letmein", "welcome", "answerable", "council", "administrator", "iloveyou", "abc123", "monkey", "football"];

/// Whether a password is good enough, and if not, why.
pub fn is_good(password: &str, name: &str) -> std::result::Result<(), &'static str> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let mut signs: Vec<char> = lower.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    let rest = COMMON.iter().fold(lower.clone(), |rest, common| rest.replace(common, ""));
    let named = name.to_lowercase().split_whitespace().any(|part| part.len() > 3 && lower.contains(part));
    match () {
        () if length < LENGTH_MIN => Err("Choose a password of 12 characters or more. Three words that have nothing to do with each other are good."),
        () if length > LENGTH_MAX => Err("Choose a password of 128 characters or fewer."),
        () if signs.len() < 5 || rest.chars().count() < 6 => Err("This password is easy to guess. Choose another."),
        () if named => Err("Choose a password without your name in it."),
        () => Ok(()),
    }
}

/// How many passwords are hashed at once; each takes 19 MiB and a whole core.
const AT_ONCE: usize = 2;

/// Does some hashing on a thread of its own, when it is its turn.
pub async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    static TURN: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(AT_ONCE);
    let _turn = TURN.acquire().await.map_err(|_| Error::internal("nobody hashes any more"))?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::internal("a password could not be hashed"))
}

/// The hash that the database keeps (argon2id, the crate's own parameters: 19 MiB, two passes, as OWASP names them).
pub fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| Error::internal(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password is the one that was hashed. Without a hash the same work is done, so that the time tells nobody who is known.
pub fn is_right(hash: Option<&str>, password: &str) -> bool {
    static NOBODY: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| super::password::hash("nobody has this password").unwrap_or_default());
    let known = hash.is_some();
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(&NOBODY)) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_password_alone() {
        let hashed = hash("three quiet otters").expect("hashes");
        assert!(hashed.starts_with("$argon2id$"));
        assert!(is_right(Some(&hashed), "three quiet otters"));
        assert!(!is_right(Some(&hashed), "three quiet otter"));
        assert!(!is_right(None, "nobody has this password"));
    }

    #[test]
    fn poor_passwords_are_refused() {
        for poor in ["short", "aaaaaaaaaaaaaa", "password123456", "Welcome-Council", "morag-likes-tea-42"] {
            assert!(is_good(poor, "Morag Example").is_err(), "{poor}");
        }
        assert_eq!(is_good("three quiet otters", "Morag Example"), Ok(()));
    }
}
