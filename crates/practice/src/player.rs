//! Players: the people one can be in the practice county, each at a PC.

use app::Role;
use serde::{Deserialize, Serialize};

/// Someone to be, with the folder of their PC.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Player {
    pub(crate) folder: String,
    pub(crate) staff: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) place: String,
}
