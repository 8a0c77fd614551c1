//! A county must be able to read its data without our program: opens a bundle with tail, age, zstd and jq alone.

use crate::county::*;
use serde_json::Value;
use std::process::Command;

#[test]
fn a_bundle_opens_with_tail_age_zstd_and_jq_alone() {
    let county = County::new();
    let segment = Log::with_visits(&county.pc, 30).whole(&county.pc);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("f"), county.seal(std::slice::from_ref(&segment))).unwrap();
    std::fs::write(folder.path().join("key"), county.county.to_secret()).unwrap();
    let output = Command::new("bash")
        .args(["-c", "set -o pipefail; tail -n +3 f | age -d -i key | zstd -dc | jq -c ."])
        .current_dir(folder.path())
        .output()
        .expect("Debian packages age, zstd and jq are installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 32);
    assert_eq!(lines[0]["segment"], serde_json::to_value(&segment.signed.segment).unwrap());
    for (line, change) in lines[1..].iter().zip(&segment.changes) {
        assert_eq!(line[0], serde_json::to_value(&change.header).unwrap());
        assert_eq!(line[1], Value::Object(change.payload().unwrap()));
    }
    assert_eq!(lines[31][1]["purpose"], "第29次探访");
}

#[test]
fn the_root_key_file_opens_with_age_alone_too() {
    // age asks for a passphrase on a terminal only, so look at the file instead: it is a plain age scrypt file.
    let sealed = changelog::RootKey::generate().seal("山高水长", 4).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
}
