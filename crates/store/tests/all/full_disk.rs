//! A full disk: a clear message, nothing half saved, everything works again once there is room.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use store::{FreeSpace, Store, StoreError};

use crate::county::*;

#[test]
fn a_save_does_not_begin_without_room() {
    let county = County::with(&["a"]);
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let answer = Arc::clone(&free);
    let space = FreeSpace::asking(move |_| Ok(answer.load(Ordering::Relaxed)));
    let store =
        Store::create_with(&county.path("a"), &county.key("a"), county.new_device("a"), space).expect("a database");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let before = store.state_hash().expect("a hash");
    free.store(5 << 20, Ordering::Relaxed);
    let refused = store.save(save_of(station(), NOW, vec![write("recipient", &id(2), person("李四", "新河村"))]));
    let error = refused.expect_err("no room");
    assert!(
        matches!(error, StoreError::DiskFull { free_mb: 5, .. }) && error.to_string().contains("清理磁盘"),
        "{error}"
    );
    assert!(matches!(store.close_segments(), Err(StoreError::DiskFull { .. })));
    assert!(
        matches!(store.backup(&county.path("b"), NOW), Err(StoreError::DiskFull { .. })) && !county.path("b").exists()
    );
    assert_eq!(store.state_hash().expect("a hash"), before, "reading goes on");
    free.store(u64::MAX, Ordering::Relaxed);
    edit(&store, "recipient", &id(2), person("李四", "新河村"), NOW);
}

#[test]
fn sqlite_running_full_in_the_middle_of_a_save_leaves_nothing_behind() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let before = (store.state_hash().expect("a hash"), store.heads().expect("heads"));
    store.limit_pages_for_tests(Some(0)).expect("a limit");
    let text = "长".repeat(400_000);
    let large = save_of(station(), NOW, vec![write("visit", &id(2), serde_json::json!({"observation_text": text}))]);
    assert!(matches!(store.save(large.clone()), Err(StoreError::DiskFull { .. })));
    assert_eq!((store.state_hash().expect("a hash"), store.heads().expect("heads")), before);
    store.limit_pages_for_tests(None).expect("no limit");
    store.save(large).expect("a save");
    assert!(store.check().expect("a report").findings.is_empty());
}

/// Only where a tmpfs can be mounted (root, as in CI); the two tests above show the same anywhere.
#[test]
fn a_real_small_disk_fills_up_and_is_emptied_again() {
    let county = County::with(&["a"]);
    let disk = county.path("disk");
    std::fs::create_dir_all(&disk).expect("a folder");
    let Some(_mounted) = Mounted::tmpfs(&disk, "48m") else {
        println!("no tmpfs here; the other tests of this file cover it");
        return;
    };
    let dir = disk.join("a");
    let store = county.create_in("a", &dir);
    let mut saved = 0u64;
    std::fs::write(disk.join("filler"), vec![7u8; 24 << 20]).expect("a filler");
    let text = "满".repeat(100_000);
    let error = loop {
        let one =
            save_of(station(), NOW, vec![write("visit", &id(saved), serde_json::json!({"observation_text": text}))]);
        match store.save(one) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 1000, "the disk never fills");
    };
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    assert!(saved > 0);
    drop(store);
    let store = Store::open(&dir, &county.key("a")).expect("it opens on the full disk");
    assert_eq!(store.count(&store::Query::of("visit")).expect("a count"), saved, "every acknowledged save is there");
    std::fs::remove_file(disk.join("filler")).expect("room");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    assert!(store.check().expect("a report").findings.is_empty());
}

struct Mounted<'d>(&'d Path);

impl Mounted<'_> {
    fn tmpfs<'d>(at: &'d Path, size: &str) -> Option<Mounted<'d>> {
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at)
            .output()
            .ok()?;
        done.status.success().then_some(Mounted(at))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(self.0).output().ok();
    }
}
