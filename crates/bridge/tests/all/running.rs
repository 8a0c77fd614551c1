//! A program that is started once more on the same data folder, and the one that runs there.

use bridge::running::{Running, bring_to_front};

use crate::loopback::bridge;

#[tokio::test]
async fn a_second_start_brings_the_first_to_the_front() {
    let data = tempfile::tempdir().unwrap();
    let first = Running::begin(data.path()).unwrap().unwrap();
    let mut bridge = bridge().await;
    first.say(bridge.served.address, &bridge.served.secret).unwrap();

    assert!(Running::begin(data.path()).unwrap().is_none());
    let folder = data.path().to_owned();
    assert!(tokio::task::spawn_blocking(move || bring_to_front(&folder)).await.unwrap());
    bridge.served.started_again.recv().await.unwrap();
}

#[test]
fn only_this_user_reads_how_to_reach_it_and_nothing_is_left_when_it_ends() {
    let data = tempfile::tempdir().unwrap();
    let first = Running::begin(data.path()).unwrap().unwrap();
    first.say("127.0.0.1:4000".parse().unwrap(), "secret").unwrap();
    let said = data.path().join("running.json");
    assert!(std::fs::read_to_string(&said).unwrap().contains("4000"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&said).unwrap().permissions().mode() & 0o777, 0o600);
    }
    drop(first);
    assert!(!said.exists());
    assert!(Running::begin(data.path()).unwrap().is_some());
}

#[test]
fn one_that_was_killed_leaves_nothing_that_counts() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("running.json"), r#"{"port":1,"secret":"old"}"#).unwrap();
    let _first = Running::begin(data.path()).unwrap().unwrap();
    assert!(!data.path().join("running.json").exists());
}
