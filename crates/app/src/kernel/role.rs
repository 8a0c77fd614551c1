//! People at this PC as the program sees them: who unlocked, in which role, and who may unlock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 驻站社工.
    Worker,
    /// 站长/督导.
    Supervisor,
    /// 县级人员.
    County,
}

/// The person who unlocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    /// Staff record id; the author of what this person saves.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

impl Role {
    /// The code of the dictionary's table `role`.
    pub fn code(self) -> &'static str {
        match self {
            Role::Worker => "worker",
            Role::Supervisor => "supervisor",
            Role::County => "county",
        }
    }

    /// The role of a code; an unknown one (a newer program) may do the least.
    pub fn from_code(code: &str) -> Role {
        match code {
            "supervisor" => Role::Supervisor,
            "county" => Role::County,
            _ => Role::Worker,
        }
    }
}

/// Someone who may unlock this PC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct StaffSlot {
    /// Staff record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}
