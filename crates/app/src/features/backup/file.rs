//! A backup as one file for sticks and browsers: a zip, stored, of the backup folder's three files. What is in it
//! stays encrypted. Reading takes those three names and nothing else.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use store::DATABASE;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::kernel::error::{CommandError, ErrorCode};

/// The database last: a file that was cut off lacks its end.
const NAMES: [&str; 3] = ["backup.json", "slots.json", DATABASE];

/// Packs a backup folder into a file, reads it again and compares; the file is there whole or not at all.
pub(crate) fn pack(folder: &Path, to: &Path) -> Result<(), CommandError> {
    let beside = to.with_extension("writing");
    let packed = write(folder, &beside).and_then(|()| compare(folder, &beside));
    if let Err(error) = packed {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    Ok(disk::replace(&beside, to)?)
}

fn write(folder: &Path, to: &Path) -> Result<(), CommandError> {
    let mut zip = ZipWriter::new(File::create(to)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for name in NAMES.iter().filter(|name| folder.join(name).exists()) {
        zip.start_file(*name, options).map_err(io_error)?;
        io::copy(&mut File::open(folder.join(name))?, &mut zip)?;
    }
    Ok(zip.finish().map_err(io_error)?.sync_all()?)
}

fn compare(folder: &Path, file: &Path) -> Result<(), CommandError> {
    let differs =
        || CommandError::new(ErrorCode::FileAccess, "写入的备份读回来对不上，这个U盘可能已损坏。请换一个U盘。");
    let mut zip = ZipArchive::new(File::open(file)?).map_err(|_| differs())?;
    for name in NAMES.iter().filter(|name| folder.join(name).exists()) {
        let (mut ours, mut theirs) = (File::open(folder.join(name))?, zip.by_name(name).map_err(|_| differs())?);
        let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        loop {
            let read = ours.read(&mut a)?;
            if read == 0 {
                break;
            }
            theirs.read_exact(&mut b[..read]).map_err(|_| differs())?;
            if a[..read] != b[..read] {
                return Err(differs());
            }
        }
        if theirs.read(&mut b).map_err(|_| differs())? != 0 {
            return Err(differs());
        }
    }
    Ok(())
}

/// Unpacks a backup file into a folder.
pub(crate) fn unpack(file: &Path, folder: &Path) -> Result<(), CommandError> {
    let wrong = || CommandError::new(ErrorCode::WrongFile, "这不是禾站的备份，或文件不完整。请选择 .hzbackup 文件。");
    let damaged = |_| CommandError::new(ErrorCode::DamagedFile, "这份备份不完整或已损坏，请换一份。");
    let mut zip = ZipArchive::new(File::open(file)?).map_err(|_| wrong())?;
    fs::create_dir_all(folder)?;
    for name in NAMES {
        let mut entry = zip.by_name(name).map_err(|_| wrong())?;
        let mut to = File::create(folder.join(name))?;
        let mut piece = vec![0; 1 << 16];
        loop {
            match entry.read(&mut piece).map_err(damaged)? {
                0 => break,
                read => to.write_all(&piece[..read])?,
            }
        }
    }
    Ok(())
}

fn io_error(error: zip::result::ZipError) -> CommandError {
    match error {
        zip::result::ZipError::Io(error) => error.into(),
        _ => CommandError::new(ErrorCode::FileAccess, "备份文件没有写成，请换一个U盘再试。"),
    }
}
