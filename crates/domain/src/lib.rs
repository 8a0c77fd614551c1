//! The field's nouns and rules: the record dictionary, validation, and one module for each set of rules.
//! No I/O, no clock, no SQL: "today" is always handed in, and nothing here knows of changes or stores.

pub mod age;
pub mod brief;
pub mod brief_figures;
pub mod brief_text;
pub mod case;
pub mod closure;
pub mod consent;
pub mod dates;
pub mod dictionary;
pub mod divisions;
pub mod identity;
pub mod known_people;
pub mod ledger_cells;
pub mod ledger_header;
pub mod ledger_in;
pub mod ledger_sheet;
pub mod mandatory_report;
pub mod mask;
pub mod merges;
pub mod names;
pub mod numbering;
pub mod period;
pub mod persons;
pub mod service;
pub mod station;
pub mod validate;
mod validate_kinds;
pub mod visit;
