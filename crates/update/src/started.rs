//! The words that a program was started with, and by whom: by a person, or by the program that the system installed, which stays behind it.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::launch::LAUNCHED_BY;

/// What a program was started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The words of whoever started it, without the program's name.
    pub words: Vec<OsString>,
    /// The program that started this newer one.
    pub by: Option<PathBuf>,
}

impl Started {
    /// Reads the arguments, the program's name first.
    pub fn of(arguments: impl IntoIterator<Item = OsString>) -> Started {
        let mut words: Vec<OsString> = arguments.into_iter().skip(1).collect();
        let at = words.iter().position(|word| word == LAUNCHED_BY);
        let by = at.and_then(|at| words.drain(at..).nth(1)).map(PathBuf::from);
        Started { words, by }
    }

    /// The program that the system installed.
    pub fn first(&self) -> Option<PathBuf> {
        self.by.clone().or_else(|| std::env::current_exe().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_person_are_told_from_those_of_the_program_that_started_this_one() {
        let of = |words: &[&str]| Started::of(words.iter().map(OsString::from));
        let plain = of(&["hezhan", "--browser"]);
        assert_eq!((plain.words, plain.by), (vec!["--browser".into()], None));
        let started = of(&["hezhan", "--browser", LAUNCHED_BY, "/usr/bin/hezhan"]);
        assert_eq!((started.words.len(), started.first()), (1, Some("/usr/bin/hezhan".into())));
        assert_eq!(of(&["hezhan", LAUNCHED_BY]).by, None);
    }
}
