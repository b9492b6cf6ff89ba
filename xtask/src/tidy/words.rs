//! Words that must not stand in the code.

use super::{Broken, File};

/// Browser features by which people could be watched; there is no code path to any of them.
const WATCHING: &[&str] = &[
    "getDisplayMedia",
    "getUserMedia",
    "ImageCapture(",
    "BarcodeDetector",
    "EyeDropper",
    "visibilitychange",
    "ImageCapture",
    "FaceDetector",
    "IdleDetector",
    "captureStream",
    "video: true",
    "MediaRecorder",
    "html2canvas",
    "rrweb",
    "navigator.credentials.get({ biometric",
    "keylogger",
    "requestPictureInPicture",
    "screenshot(",
];

fn find(files: &[File], pick: impl Fn(&File) -> bool, bad: &[&str], why: &str) -> Vec<Broken> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| pick(file)) {
        for (n, line) in file.text.lines().enumerate() {
            for word in bad.iter().filter(|word| line.contains(**word)) {
                broken.push((file.path.clone(), n + 1, format!("{word}: {why}")));
            }
        }
    }
    broken
}

/// Staff and residents are not watched: no camera, screen, keystroke or biometric interface.
pub fn no_watching(files: &[File]) -> Vec<Broken> {
    find(
        files,
        |file| file.path.starts_with("web/") && !file.path.ends_with("package-lock.json") || file.is(&[".html"]),
        WATCHING,
        "nobody is watched here",
    )
}

/// Where packages come from is the machine's business.
pub fn no_hosts(files: &[File]) -> Vec<Broken> {
    let hosts = [["crates", ".io"], ["npmjs", ".org"], ["npmjs", ".com"], ["pypi", ".org"], ["deb.debian", ".org"]].map(|parts| parts.concat());
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    find(files, |file| !file.path.ends_with("Cargo.lock") && !file.path.ends_with("package-lock.json"), &hosts, "name no registry host")
}

/// A test that sleeps fails on a slow machine or wastes a fast one's time; one that is ignored tests nothing.
pub fn no_sleeping_tests(files: &[File]) -> Vec<Broken> {
    let bad = [["thread::", "sleep"], ["time::", "sleep"], ["#[", "ignore"], ["waitFor", "Timeout"], ["test", ".skip"]].map(|parts| parts.concat());
    let bad: Vec<&str> = bad.iter().map(String::as_str).collect();
    find(
        files,
        |file| (file.path.contains("tests/") || file.path.ends_with("tests.rs")) && file.is(&[".rs", ".mjs", ".ts"]),
        &bad,
        "wait for what is meant to happen instead",
    )
}

/// The content security policy allows no script or style in a page.
pub fn no_inline_script(files: &[File]) -> Vec<Broken> {
    let mut broken = find(
        files,
        |file| file.is(&[".html"]),
        &[" onclick=", " onload=", " onchange=", " onsubmit=", " style=\"", "<style", "javascript:"],
        "put it into web/",
    );
    for file in files.iter().filter(|file| file.is(&[".html"])) {
        for (n, line) in file.text.lines().enumerate().filter(|(_, line)| line.contains("<script") && !line.contains("src=")) {
            broken.push((file.path.clone(), n + 1, format!("{}: a script stands in its own file", line.trim())));
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_finds_its_example() {
        for word in WATCHING {
            assert!(!no_watching(&[File::new("web/src/a.ts", &format!("x.{word}"))]).is_empty(), "{word}");
        }
        assert_eq!(no_watching(&[File::new("web/src/a.ts", "navigator.mediaDevices.getUserMedia({ video: { width: 640 } })")]).len(), 1);
        assert_eq!(no_hosts(&[File::new("README.md", &["see crates", ".io"].concat())]).len(), 1);
        assert_eq!(no_sleeping_tests(&[File::new("server/tests/a.rs", &["std::thread::", "sleep(x)"].concat())]).len(), 1);
        assert_eq!(no_inline_script(&[File::new("a.html", "<script>x</script>\n<p onclick=\"y\">")]).len(), 2);
    }

    #[test]
    fn what_is_right_is_left_alone() {
        assert_eq!(no_inline_script(&[File::new("a.html", "<script src=\"/assets/app.js\"></script>")]).len(), 0);
        assert_eq!(no_sleeping_tests(&[File::new("server/src/a.rs", "tokio::time::interval(x)")]).len(), 0);
    }
}
