//! Files of the schema folder as text, compiled in by `build.rs`: one list for each folder. Whoever reads a list parses it once.

include!(concat!(env!("OUT_DIR"), "/schema_files.rs"));

/// Every file of a folder, in the order of the list. The files are part of the program: a broken one is a broken build, and the
/// tests read them all.
pub(crate) fn read_all<T: serde::de::DeserializeOwned>(texts: &[&str]) -> Vec<T> {
    let read = |text: &&str| toml::from_str(text).unwrap_or_else(|error| panic!("compiled-in file: {error}\n{text}"));
    texts.iter().map(read).collect()
}
