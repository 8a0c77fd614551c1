//! Update files for tests: made-up programs, signed by a key of the test.

use std::path::{Path, PathBuf};

use changelog::{Purpose, Signer};
use serde_json::{Value, json};
use update::{Programs, System, make};

pub const OWN: &str = "0.1.0";

/// The PC of a test: a folder of data, and the key that its program pins.
pub struct Pc {
    pub key: Signer,
    pub dir: tempfile::TempDir,
}

impl Pc {
    pub fn new() -> Pc {
        Pc { key: Signer::generate(), dir: tempfile::tempdir().unwrap() }
    }

    pub fn programs(&self) -> Programs {
        self.programs_as(OWN)
    }

    pub fn programs_as(&self, own: &str) -> Programs {
        Programs::of(self.dir.path(), Some(self.key.public()), own.parse().unwrap())
    }

    /// The update file of a program that is this script.
    pub fn update(&self, version: &str, script: &str) -> Vec<u8> {
        make(&self.key, version, &System::here(), "简报可以打印成册。", &[self.script(script)]).unwrap()
    }

    pub fn script(&self, script: &str) -> PathBuf {
        let made = self.dir.path().join("made");
        std::fs::create_dir_all(&made).unwrap();
        let path = made.join("hezhan");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        path
    }

    pub fn installed(&self, version: &str) -> PathBuf {
        self.dir.path().join("programs").join(version)
    }

    /// What lies in the folder of programs.
    pub fn there(&self) -> Vec<String> {
        let found = std::fs::read_dir(self.dir.path().join("programs")).into_iter().flatten();
        let mut names: Vec<String> = found.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// An update file whose manifest says something else, signed again by this key.
pub fn said_otherwise(file: &[u8], key: &Signer, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut parts = file.splitn(3, |byte| *byte == b'\n');
    let mut manifest: Value = serde_json::from_slice(parts.next().unwrap()).unwrap();
    let packed = parts.nth(1).unwrap();
    change(&mut manifest);
    // The first member stays the first: by it the file is known.
    let mut line = format!("{{\"format\":{}", manifest["format"]);
    for (name, value) in manifest.as_object().unwrap().iter().filter(|(name, _)| *name != "format") {
        line += &format!(",{}:{value}", json!(name));
    }
    line.push('}');
    let signature = key.sign(Purpose::Update, line.as_bytes());
    [format!("{line}\n{signature}\n").as_bytes(), packed].concat()
}

pub fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}
