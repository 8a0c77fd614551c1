//! Files of the schema folder as text, compiled in by `build.rs`: one list for each folder. Whoever reads a list parses it once.

use serde::de::DeserializeOwned;

include!(concat!(env!("OUT_DIR"), "/schema_files.rs"));

/// Every file of a folder, in the order of the list.
pub(crate) fn read_all<T: DeserializeOwned>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| read(text)).collect()
}

/// One file. It is part of the program: a broken one is a broken build, and the tests read them all.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("compiled-in file: {error}\n{text}"))
}
