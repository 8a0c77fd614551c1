//! A disk that fails (`disk/disk.c`), under a child process: the test starts itself once more, works on the disk as the child, and judges
//! as the parent. It knows nothing of what is written.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::journal::Journal;

const FOLDER: &str = "HEZHAN_DISK_FOLDER";
const WORD: &str = "HEZHAN_DISK_WORD";
const JOURNAL: &str = "HEZHAN_DISK_JOURNAL";
const SLOW: &str = "HEZHAN_DISK_SLOW";
const LIBRARY: &str = "disk.so";

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The disk does not answer, once.
    Error,
    /// There is no room, once.
    Full,
    /// Half of it is written or read.
    Short,
    /// Half of it is written, and then there is no room for anything more.
    FullFromThen,
    /// The disk does not answer any more.
    Dead,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 5] = [Fault::Error, Fault::Full, Fault::Short, Fault::FullFromThen, Fault::Dead];
}

/// The disk, as its child sees it.
pub struct Disk {
    word: PathBuf,
    /// Everything under it is on the disk; the rest of the file system is as always.
    pub folder: PathBuf,
}

/// The disk that this process is the child of.
pub fn here() -> Option<Disk> {
    let path = |name| std::env::var_os(name).map(PathBuf::from);
    Some(Disk { folder: path(FOLDER)?, word: path(WORD)? })
}

impl Disk {
    /// Writes into the journal what the program has said by now.
    pub fn say(&self, text: &str) {
        self.tell(&format!("say {text}"));
    }

    /// The operation after so many others fails.
    pub fn fail(&self, after: u64, fault: Fault) {
        let how = match fault {
            Fault::Error => 'e',
            Fault::Full => 's',
            Fault::Short => 'h',
            Fault::FullFromThen => 'f',
            Fault::Dead => 'd',
        };
        self.tell(&format!("fail {} {how}", after + 1));
    }

    /// The disk is well again. Whether it had failed.
    pub fn calm(&self) -> bool {
        let failed = self.asked().1 > 0;
        self.tell("calm");
        failed
    }

    /// How many operations there have been.
    pub fn operations(&self) -> u64 {
        self.asked().0
    }

    fn tell(&self, text: &str) {
        std::fs::write(&self.word, text).unwrap();
    }

    fn asked(&self) -> (u64, u64) {
        let text = std::fs::read_to_string(&self.word).unwrap();
        let mut numbers = text.split(' ').map(|number| number.parse().unwrap());
        (numbers.next().unwrap(), numbers.next().unwrap())
    }
}

/// Environment that makes every fsync of a program take so many milliseconds; `library` is where the disk's library is to lie.
pub fn slow(library: &Path, folder: &Path, milliseconds: u32) -> [(&'static str, OsString); 3] {
    make(library);
    [("LD_PRELOAD", library.into()), (FOLDER, folder.into()), (SLOW, milliseconds.to_string().into())]
}

fn make(library: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("disk/disk.c");
    let made = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(library).arg(source).arg("-ldl").status();
    assert!(made.unwrap().success(), "cc makes the library");
}

/// A disk with a child to be run on it.
pub struct Bench {
    home: TempDir,
}

impl Bench {
    /// Makes the library. In memory where there is such a place: what a flush costs there is nothing.
    pub fn new() -> Bench {
        let memory = Path::new("/dev/shm");
        let home = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
        make(&home.path().join(LIBRARY));
        Bench { home }
    }

    /// The folder that is on the disk.
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("disk")
    }

    /// Runs this test (its whole name) as the child, on an empty disk.
    pub fn run(&self, test: &str) {
        finish(self.command(test));
    }

    /// The same, and gives the journal of it.
    pub fn record(&self, test: &str) -> Journal {
        let path = self.home.path().join("journal");
        let mut command = self.command(test);
        command.env(JOURNAL, &path);
        finish(command);
        let journal = Journal::read(&path);
        assert!(!journal.is_empty(), "{test} is the name of a test that writes something");
        journal
    }

    fn command(&self, test: &str) -> Command {
        std::fs::remove_dir_all(self.folder()).ok();
        std::fs::create_dir(self.folder()).unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([test, "--exact", "--nocapture", "--test-threads=1"]);
        command.env("LD_PRELOAD", self.home.path().join(LIBRARY));
        command.env(FOLDER, self.folder()).env(WORD, self.home.path().join("word"));
        command
    }
}

/// Runs it to its end, and shows what it said as if this process had.
fn finish(mut command: Command) {
    let done = command.output().unwrap();
    println!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "the child ended with {}", done.status);
}

impl Default for Bench {
    fn default() -> Bench {
        Bench::new()
    }
}
