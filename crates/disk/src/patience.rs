//! Patience with other programs: on Windows one that looks for viruses, carries a folder into a cloud or makes an index may hold a file for a
//! moment. That is waited for, longer each time, five seconds in all; whatever else fails is said at once.

use std::io::{Error, Result};
use std::time::Duration;

/// Sharing violation, lock violation.
const HELD: [i32; 2] = [32, 33];
/// What Windows says where another name is wanted for something held. It says the same of what nobody may touch.
const DENIED: i32 = 5;

pub(crate) fn patiently<T>(mut act: impl FnMut() -> Result<T>, is_held: impl Fn(&Error) -> bool) -> Result<T> {
    let mut pause = Duration::from_millis(10);
    loop {
        match act() {
            Err(error) if is_held(&error) && pause < Duration::from_secs(5) => std::thread::park_timeout(pause),
            done => return done,
        }
        pause *= 2;
    }
}

/// It cannot be opened, because another program has it.
pub(crate) fn opening(error: &Error) -> bool {
    cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code))
}

/// Its name cannot be changed or taken away, because another program has it.
pub(crate) fn changing(error: &Error) -> bool {
    opening(error) || cfg!(windows) && error.raw_os_error() == Some(DENIED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::io::ErrorKind;

    #[test]
    fn what_another_program_holds_is_tried_again_and_what_fails_otherwise_is_not() {
        let tries = Cell::new(0);
        let after = |held: u32, error: ErrorKind| {
            tries.set(0);
            let act = || {
                tries.set(tries.get() + 1);
                if tries.get() <= held { Err(Error::from(error)) } else { Ok(()) }
            };
            patiently(act, |error| error.kind() == ErrorKind::ResourceBusy).map_err(|error| error.kind())
        };
        assert_eq!((after(3, ErrorKind::ResourceBusy), tries.get()), (Ok(()), 4));
        assert_eq!((after(3, ErrorKind::NotFound), tries.get()), (Err(ErrorKind::NotFound), 1));
    }

    /// What a program against viruses does, on Windows: it opens a file so that nobody else may.
    #[cfg(windows)]
    mod on_windows {
        use super::*;
        use std::fs::{File, OpenOptions};
        use std::os::windows::fs::OpenOptionsExt;
        use std::path::Path;

        fn held(path: &Path) -> File {
            OpenOptions::new().read(true).share_mode(0).open(path).expect("held")
        }

        /// Does it to a file that is held, and that is let go meanwhile: it has to be done in the end.
        fn waited_for<T: Send + 'static>(path: &Path, act: fn(&Path) -> Result<T>) -> T {
            let holds = held(path);
            assert!(std::fs::read(path).is_err_and(|error| opening(&error)), "the trap is there");
            let acting = path.to_owned();
            let waits = std::thread::spawn(move || act(&acting));
            drop(holds);
            waits.join().expect("it ends").expect("it is done once the file is let go")
        }

        #[test]
        fn a_file_that_another_program_holds_is_replaced_read_written_and_removed_once_it_is_let_go() {
            let folder = tempfile::tempdir().expect("a folder");
            let old = folder.path().join("旧 的.json");
            std::fs::write(&old, "old").expect("written");
            waited_for(&old, |old| crate::write(old, b"new"));
            assert_eq!(waited_for(&old, crate::read), b"new");
            waited_for(&old, |old| crate::replace(old, &old.with_extension("aside")));
            waited_for(&old.with_extension("aside"), |aside| crate::private(aside).map(drop));
            waited_for(&old.with_extension("aside"), crate::remove);
            assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 0);
        }

        #[test]
        fn what_is_held_for_good_is_said_after_five_seconds() {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("不放.json");
            std::fs::write(&path, "old").expect("written");
            let _holds = held(&path);
            assert!(crate::write(&path, b"new").is_err_and(|error| changing(&error)));
            assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1, "nothing is left beside it");
        }
    }
}
