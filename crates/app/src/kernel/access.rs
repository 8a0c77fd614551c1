//! Access: who may use a command. It is asked at the choke point only (`call.rs`).

use crate::kernel::role::Role;

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing need be unlocked.
    Anyone,
    /// Anyone who is unlocked.
    SignedIn,
    /// A person of a station: worker or supervisor.
    Worker,
    /// A station supervisor.
    Supervisor,
    /// A station supervisor or a county officer.
    Lead,
    /// A county officer.
    County,
}

impl Access {
    /// Whether a person with that role may.
    pub fn admits(self, role: Role) -> bool {
        match self {
            Access::Anyone | Access::SignedIn => true,
            Access::Worker => matches!(role, Role::Worker | Role::Supervisor),
            Access::Supervisor => role == Role::Supervisor,
            Access::Lead => matches!(role, Role::Supervisor | Role::County),
            Access::County => role == Role::County,
        }
    }

    /// What to say to somebody who may not.
    pub(crate) fn refusal(self) -> &'static str {
        match self {
            Access::County => "只有县级人员可以做这件事。",
            Access::Supervisor => "只有站长（督导）可以做这件事。",
            Access::Lead => "只有站长（督导）或县级人员可以做这件事。",
            Access::Worker => "这件事由站点人员来做，县级只能查看。",
            Access::Anyone | Access::SignedIn => "您没有权限做这件事。",
        }
    }
}
