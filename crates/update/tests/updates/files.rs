//! Reading and installing an update file: what is not signed by the pinned key, is older, for other PCs or damaged is refused and changes
//! nothing.

use std::ops::ControlFlow;

use changelog::Signer;
use serde_json::json;
use sha2::{Digest, Sha256};
use update::{Header, UpdateError};

use crate::making::{Pc, said_otherwise, write};

fn install(pc: &Pc, file: &[u8]) -> Result<Header, UpdateError> {
    pc.programs().install(file, &mut |_, _| ControlFlow::Continue(()))
}

fn offered(pc: &Pc, file: &[u8]) -> Result<Header, UpdateError> {
    let (header, refused) = pc.programs().offered(&mut &file[..], file.len() as u64)?;
    refused.map_or(Ok(header), Err)
}

#[test]
fn a_signed_newer_file_is_offered_and_installed_whole() {
    let pc = Pc::new();
    let file = pc.update("0.2.0", "exit 0");
    let header = offered(&pc, &file).unwrap();
    assert_eq!((header.manifest.version.as_str(), header.manifest.notes.as_str()), ("0.2.0", "简报可以打印成册。"));
    install(&pc, &file).unwrap();
    assert_eq!(pc.there(), ["0.2.0"]);
    assert_eq!(std::fs::read(pc.installed("0.2.0").join("hezhan")).unwrap(), b"#!/bin/sh\nexit 0\n");
    assert_eq!(pc.programs().newer()[0].version.to_string(), "0.2.0");
    assert!(pc.programs_as("0.2.0").newer().is_empty());
}

#[test]
fn a_file_that_somebody_else_signed_is_refused_before_it_is_read() {
    let pc = Pc::new();
    let file = pc.update("0.2.0", "exit 0");
    let foreign = said_otherwise(&file, &Signer::generate(), |_| {});
    assert!(matches!(install(&pc, &foreign), Err(UpdateError::BadSignature)));
    // What the signature covers is changed by one letter, to something that is no JSON any more: only the signature is spoken of.
    let mut bent = file.clone();
    bent[30] = b'}';
    assert!(matches!(offered(&pc, &bent), Err(UpdateError::BadSignature)));
    let unsigned = [&file[..file.iter().position(|byte| *byte == b'\n').unwrap()], b"\n\n".as_slice()].concat();
    assert!(matches!(offered(&pc, &unsigned), Err(UpdateError::BadSignature)));
    let nobody = update::Programs::of(pc.dir.path(), None, "0.1.0".parse().unwrap());
    assert!(matches!(nobody.offered(&mut file.as_slice(), 1), Err(UpdateError::NoKey)));
    assert!(pc.there().is_empty());
}

#[test]
fn older_equal_and_foreign_systems_are_refused_with_the_reason() {
    let pc = Pc::new();
    for version in ["0.1.0", "0.0.9", "0.1"] {
        let file = pc.update(version, "exit 0");
        assert!(matches!(offered(&pc, &file), Err(UpdateError::NotNewer { .. })), "{version}");
        assert!(matches!(install(&pc, &file), Err(UpdateError::NotNewer { .. })), "{version}");
    }
    let file = pc.update("0.2.0", "exit 0");
    let of_others = said_otherwise(&file, &pc.key, |manifest| {
        manifest["system"] = json!("windows-riscv");
        manifest["files"][0]["name"] = json!("hezhan.exe");
    });
    let refused = install(&pc, &of_others).unwrap_err();
    assert!(matches!(refused, UpdateError::OtherSystem { .. }) && refused.to_string().contains("windows-riscv"));
    let later = said_otherwise(&file, &pc.key, |manifest| manifest["reader"] = json!(2));
    assert!(matches!(install(&pc, &later), Err(UpdateError::NewerFormat)));
    assert!(pc.there().is_empty());
}

#[test]
fn a_damaged_file_leaves_nothing_behind_wherever_it_is_damaged() {
    let pc = Pc::new();
    let file = pc.update("0.2.0", "echo a program that is a little longer than nothing; exit 0");
    let ends = file.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    let packed = ends.take(2).last().unwrap() + 1;
    for at in packed..file.len() {
        let mut bent = file.clone();
        bent[at] ^= 1;
        match install(&pc, &bent) {
            Err(UpdateError::Damaged) => assert!(pc.there().is_empty(), "byte {at}"),
            // A bit that no decompressor looks at: what is installed is what was signed all the same.
            Ok(_) => {
                let program = pc.installed("0.2.0").join("hezhan");
                assert!(std::fs::read_to_string(program).unwrap().contains("a little longer"), "byte {at}");
                std::fs::remove_dir_all(pc.installed("0.2.0")).unwrap();
            }
            Err(other) => panic!("byte {at}: {other:?}"),
        }
    }
    for length in 0..file.len() {
        let refused = offered(&pc, &file[..length]).unwrap_err();
        let said = matches!(refused, UpdateError::Damaged | UpdateError::NotAnUpdate | UpdateError::BadSignature);
        assert!(said, "{length} bytes: {refused:?}");
        assert!(install(&pc, &file[..length]).is_err(), "{length} bytes");
    }
    assert!(pc.there().is_empty());
}

#[test]
fn even_a_signed_file_writes_nowhere_else_and_no_more_than_it_says() {
    let pc = Pc::new();
    let file = pc.update("0.2.0", "exit 0");
    let size = file.len() as u64;
    let wrong: [(&str, serde_json::Value); 7] = [
        ("/version", json!("../../0.2.0")),
        ("/files/0/name", json!("hezhan-window")),
        ("/files/0/size", json!(1u64 << 40)),
        ("/files/0/size", json!(3)),
        ("/files/0/sha256", json!("00")),
        ("/packed", json!(size << 40)),
        ("/files", json!([])),
    ];
    for (place, value) in wrong {
        let bent = said_otherwise(&file, &pc.key, |manifest| *manifest.pointer_mut(place).unwrap() = value.clone());
        assert!(matches!(install(&pc, &bent), Err(UpdateError::Damaged)), "{place}: {value}");
        assert!(pc.there().is_empty(), "{place}: {value}");
    }
    for name in ["../escaped", "/tmp/escaped", "a/b", "works", "signed", "hezhan\\..\\x", ".hezhan", ""] {
        let bent = said_otherwise(&file, &pc.key, |manifest| {
            let more = json!({"name": name, "size": 0, "sha256": hex::encode(Sha256::digest(b""))});
            manifest["files"].as_array_mut().unwrap().push(more);
        });
        assert!(matches!(install(&pc, &bent), Err(UpdateError::Damaged)), "{name}");
        assert!(pc.there().is_empty(), "{name}");
    }
    // More is packed than was signed.
    let longer = said_otherwise(&file, &pc.key, |manifest| {
        manifest["files"][0]["size"] = json!(9);
        manifest["files"][0]["sha256"] = json!(hex::encode(Sha256::digest(b"#!/bin/sh")));
    });
    assert!(matches!(install(&pc, &longer), Err(UpdateError::Damaged)));
    assert!(matches!(offered(&pc, &[&file[..], b"x"].concat()), Err(UpdateError::Damaged)));
}

#[test]
fn stopping_and_other_files_leave_nothing_behind() {
    let pc = Pc::new();
    let file = pc.update("0.2.0", "exit 0");
    let stopped = pc.programs().install(file.as_slice(), &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(UpdateError::Cancelled)));
    let long = vec![b'{'; 1 << 20];
    for other in [b"".as_slice(), b"{\"format\":\"hezhan-bundle\"}\n", b"<html>\n", &long] {
        assert!(matches!(offered(&pc, other), Err(UpdateError::NotAnUpdate)));
    }
    assert!(pc.there().is_empty());
}

#[test]
fn the_one_that_runs_and_the_new_one_stay_and_no_other() {
    let pc = Pc::new();
    for version in ["0.2.0", "0.3.0"] {
        install(&pc, &pc.update(version, "exit 0")).unwrap();
    }
    assert_eq!(pc.there(), ["0.3.0"], "0.1.0 runs: nobody ever ran 0.2.0");
    let file = pc.update("0.4.0", "exit 0");
    pc.programs_as("0.3.0").install(file.as_slice(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(pc.there(), ["0.3.0", "0.4.0"]);
    // One that did not start is installed anew, with nothing that was said of it.
    write(&pc.installed("0.4.0").join("failed"), b"because");
    pc.programs_as("0.3.0").install(file.as_slice(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(pc.programs_as("0.3.0").newer()[0].failed(), None);
}
