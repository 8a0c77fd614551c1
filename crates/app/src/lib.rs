//! Everything a user interface can ask for, in one list (`commands.rs`). Window and browser call the same; nothing here knows which of
//! them asks. Use cases are plain functions in four storeys, each importing only what is below it: boards, features, records, people
//! and the kernel. The list, the choke point and the program stand on top.

mod beginning;
pub mod bindings;
mod boards;
mod call;
pub mod command;
pub mod commands;
mod features;
mod kernel;
mod people;
mod program;
mod records;
mod saving;
mod shown;

pub use crate::boards::start::{PracticePerson, PracticeState};
pub use crate::kernel::access::Access;
pub use crate::kernel::error::{CommandError, ErrorCode};
pub use crate::kernel::hub_host::{HubHost, HubRunning, HubWanted};
pub use crate::kernel::pc::{AppConfig, Cost};
pub use crate::kernel::request::Nothing;
pub use crate::kernel::role::Role;
pub use crate::kernel::updates::Updates;
pub use crate::program::App;
pub use crate::records::joining_record::joined_id;
