//! Doors: every place where the program reads what others wrote, as a function of bytes. The fuzzer (`tests/fuzz`) tries them, and
//! `tests/system/tests/corpus.rs` replays what it kept. A door ends without a panic and holds no more memory than it may.

mod bundle;
mod change;
mod county;
mod csv;
mod dictionary;
mod envelope;
mod image;
mod join;
mod pdf;
mod receipt;
mod roster;
mod xls;
mod xlsx;

/// A place where bytes of others come in.
pub struct Door {
    pub name: &'static str,
    pub enter: fn(&[u8]),
    /// Bytes that it may hold: the program's own cap for what comes in here, and 64 MiB.
    pub memory: usize,
}

const fn door(name: &'static str, enter: fn(&[u8]), cap: usize) -> Door {
    Door { name, enter, memory: (cap + 64) << 20 }
}

/// All of them, each with the program's own cap in MiB.
pub const DOORS: [Door; 12] = [
    door("envelope", envelope::enter, 64),
    // What a bundle may come to when unpacked (`Limits::decompressed`).
    door("bundle", bundle::enter, 512),
    door("change", change::enter, 8),
    door("roster", roster::enter, 32),
    door("receipt", receipt::enter, 32),
    // What a passphrase may cost (`seal::MAX_WORK_FACTOR`).
    door("join", join::enter, 256),
    door("dictionary", dictionary::enter, 8),
    // Eight million cells, and 300 MiB of XML.
    door("xlsx", xlsx::enter, 600),
    door("xls", xls::enter, 400),
    door("csv", csv::enter, 400),
    // Sixty-four million pixels of three bytes, twice.
    door("image", image::enter, 400),
    door("pdf", pdf::enter, 64),
];
