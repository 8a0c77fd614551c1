//! Names of record kinds and of their fields, generated from `schema/records`, so that a misspelt one does not compile. Nothing
//! else is here: what a field is says the dictionary.
//!
//! ```
//! assert_eq!((domain::fields::visit::KIND, domain::fields::visit::RESULT), ("visit", "result"));
//! ```
//! ```compile_fail,E0425
//! let misspelt = domain::fields::visit::RESUTL;
//! ```
//! ```compile_fail,E0433
//! let misspelt = domain::fields::vist::RESULT;
//! ```

include!(concat!(env!("OUT_DIR"), "/fields.rs"));
