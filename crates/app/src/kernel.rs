//! Kernel: what every use case stands on. One PC with its clock and open store, who is unlocked and may do what, the context a
//! use case begins with, errors, news, files. It knows no record kind.

pub(crate) mod access;
pub(crate) mod context;
pub(crate) mod county_keys;
pub(crate) mod error;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod guarded_store;
pub(crate) mod hub_host;
pub(crate) mod join_files;
pub(crate) mod last_heard;
pub(crate) mod news;
pub(crate) mod passphrase;
pub(crate) mod pc;
pub(crate) mod pc_identity;
pub(crate) mod printer;
pub(crate) mod random;
pub(crate) mod readings;
pub(crate) mod request;
pub(crate) mod role;
pub(crate) mod roster;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod updates;
pub(crate) mod words;
