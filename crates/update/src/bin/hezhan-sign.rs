//! Signing of releases, for the maintainer: makes the release key, and update files signed by it. It is in no package.
#![allow(clippy::print_stdout, reason = "a program of the command line speaks on it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use changelog::Signer;
use update::{System, make};

const USAGE: &str = "usage: hezhan-sign new-key SECRET_FILE            makes a key, prints its public half
       hezhan-sign SECRET_FILE VERSION SYSTEM NOTES FOLDER FILE...
                                            writes FOLDER/hezhan-VERSION-SYSTEM.hzu";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["new-key", secret] => new_key(Path::new(secret)),
        [secret, version, system, notes, folder, files @ ..] if !files.is_empty() => {
            sign(Path::new(secret), version, system, notes, Path::new(folder), files)
        }
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// A key that is there is never written over: what it has signed could not be followed by anything else.
fn new_key(secret: &Path) -> Result<String, String> {
    let key = Signer::generate();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    secret.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(in_words(secret))?;
    let mut file = options.open(secret).map_err(in_words(secret))?;
    writeln!(file, "{}", hex::encode(key.to_secret())).and_then(|()| file.sync_all()).map_err(in_words(secret))?;
    Ok(key.public().to_string())
}

fn sign(
    secret: &Path,
    version: &str,
    system: &str,
    notes: &str,
    folder: &Path,
    files: &[&str],
) -> Result<String, String> {
    let text = std::fs::read_to_string(secret).map_err(in_words(secret))?;
    let bytes = hex::decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = Signer::from_secret(&bytes.ok_or_else(|| format!("{} holds no key", secret.display()))?);
    if Some(key.public()) != update::release_key() {
        return Err("this is not the key that packaging/release-key.pub pins: no program would take the file".into());
    }
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let made = make(&key, version, &System(system.into()), notes, &files).map_err(|error| error.to_string())?;
    let to = folder.join(format!("hezhan-{version}-{system}.hzu"));
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&to, &made)).map_err(in_words(&to))?;
    Ok(format!("{} ({} bytes)", to.display(), made.len()))
}

fn in_words(path: &Path) -> impl Fn(std::io::Error) -> String {
    let at = path.display().to_string();
    move |error| format!("{at}: {error}")
}
