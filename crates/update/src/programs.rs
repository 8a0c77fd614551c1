//! Programs that were installed from update files, each in a folder of its own beside the data of this PC's user: none needs an
//! administrator, and none touches the program that the system's own installer put there.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use changelog::PublicKey;

use crate::error::UpdateError;
use crate::file::Header;
use crate::version::{System, Version};

const FOLDER: &str = "programs";
/// The two signed lines, beside the files that they tell of.
const SIGNED: &str = "signed";
/// It has shown its first page once.
const WORKS: &str = "works";
/// It was started and has not shown its first page yet.
const TRYING: &str = "trying";
/// It did not start; holds why.
const FAILED: &str = "failed";

/// The programs beside a folder of data, as one of them sees them.
#[derive(Clone, Debug)]
pub struct Programs {
    folder: PathBuf,
    key: Option<PublicKey>,
    /// The version that asks.
    pub own: Version,
}

/// A program that was installed from an update file.
#[derive(Clone, Debug)]
pub struct Installed {
    /// Its version.
    pub version: Version,
    folder: PathBuf,
}

impl Programs {
    /// Those of a folder of data. The key is the pinned one; tests have their own.
    pub fn of(data_dir: &Path, key: Option<PublicKey>, own: Version) -> Programs {
        Programs { folder: data_dir.join(FOLDER), key, own }
    }

    /// Those newer than the one that asks, the newest first.
    pub fn newer(&self) -> Vec<Installed> {
        let mut found: Vec<Installed> = self.all().into_iter().filter(|one| one.version > self.own).collect();
        found.sort_by(|one, other| other.version.cmp(&one.version));
        found
    }

    fn all(&self) -> Vec<Installed> {
        let folders = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let of = |entry: fs::DirEntry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some(Installed { version, folder: entry.path() })
        };
        folders.filter_map(of).collect()
    }

    /// What an update file of so many bytes says of itself, and why it is not installed here.
    pub fn offered(&self, from: &mut impl BufRead, length: u64) -> Result<(Header, Option<UpdateError>), UpdateError> {
        let header = self.read(from)?;
        let whole = if header.length() == length { Ok(()) } else { Err(UpdateError::Damaged) };
        let refused = header.judge(&self.own).and(whole).err();
        Ok((header, refused))
    }

    /// What a file says that the pinned key has signed.
    fn read(&self, from: &mut impl BufRead) -> Result<Header, UpdateError> {
        Header::read(from, self.key.as_ref())
    }

    /// Installs an update file, read once from its beginning to its end: nothing that was checked is read again from the stick. It is
    /// there whole or not at all, and is started when the program is opened next.
    pub fn install(
        &self,
        mut from: impl BufRead,
        watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Header, UpdateError> {
        let header = self.read(&mut from)?;
        header.judge(&self.own)?;
        let (new, place) = (self.folder.join("new"), self.folder.join(header.version.to_string()));
        let written = || {
            disk::remove_folder(&new)?;
            disk::make_folder(&new)?;
            header.unpack(from, &new, watch)?;
            disk::write(&new.join(SIGNED), &header.lines)?;
            disk::remove_folder(&place)?;
            disk::replace(&new, &place)?;
            Ok(disk::sync_folder(&self.folder)?)
        };
        if let Err(error) = written() {
            let _ = disk::remove_folder(&new);
            return Err(error);
        }
        // The one that runs is the one to come back to; others have served.
        for other in self.all() {
            if other.version != self.own && other.version != header.version {
                let _ = disk::remove_folder(&other.folder);
            }
        }
        Ok(header)
    }

    /// Lets go of what is older than the program that the system's installer has put there meanwhile.
    pub(crate) fn forget_older(&self) {
        let this = std::env::current_exe().unwrap_or_default();
        let is_old = |one: &Installed| one.version <= self.own && !this.starts_with(&one.folder);
        for old in self.all().into_iter().filter(is_old) {
            let _ = disk::remove_folder(&old.folder);
        }
    }

    /// Compares an installed program with what was signed.
    pub(crate) fn check(&self, one: &Installed) -> Result<PathBuf, UpdateError> {
        let signed = File::open(one.folder.join(SIGNED)).map_err(|_| UpdateError::Damaged)?;
        let header = self.read(&mut BufReader::new(signed))?;
        if header.version != one.version || header.manifest.system != System::here().0 {
            return Err(UpdateError::Damaged);
        }
        header.check_files(&one.folder)?;
        Ok(one.folder.join(header.manifest.program()))
    }
}

impl Installed {
    /// Why it is not started any more, if it did not start.
    pub fn failed(&self) -> Option<String> {
        fs::read_to_string(self.folder.join(FAILED)).ok()
    }

    /// Whether it has shown its first page once.
    pub fn works(&self) -> bool {
        self.folder.join(WORKS).exists()
    }

    /// Whether it was started and the PC went off before its first page came.
    pub(crate) fn was_tried(&self) -> bool {
        self.folder.join(TRYING).exists()
    }

    pub(crate) fn tries(&self) {
        let _ = disk::write(&self.folder.join(TRYING), b"");
    }

    pub(crate) fn shown(&self) {
        let _ = disk::write(&self.folder.join(WORKS), b"");
        self.closed();
    }

    /// The person closed it before its first page came.
    pub(crate) fn closed(&self) {
        let _ = disk::remove(&self.folder.join(TRYING));
    }

    pub(crate) fn fails(&self, why: &str) {
        let _ = disk::write(&self.folder.join(FAILED), why.as_bytes());
        self.closed();
    }
}
