//! The choke point: every call of every interface passes here. It finds the command, sends it to the open
//! practice person where there is one, checks the vault and the role, notes activity for the auto-lock, and
//! keeps panics from getting out. It knows no record and no rule.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use crate::app::App;
use crate::commands::{self, Command};
use crate::error::{CommandError, ErrorCode};
use crate::session::Role;
use crate::syncing;

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing need be unlocked.
    Anyone,
    /// Anyone who is unlocked.
    Open,
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
            Access::Anyone | Access::Open => true,
            Access::Worker => matches!(role, Role::Worker | Role::Supervisor),
            Access::Supervisor => role == Role::Supervisor,
            Access::Lead => matches!(role, Role::Supervisor | Role::County),
            Access::County => role == Role::County,
        }
    }

    fn refusal(self) -> &'static str {
        match self {
            Access::County => "只有县级人员可以做这件事。",
            Access::Supervisor => "只有站长（督导）可以做这件事。",
            Access::Lead => "只有站长（督导）或县级人员可以做这件事。",
            Access::Worker => "这件事由站点人员来做，县级只能查看。",
            Access::Anyone | Access::Open => "您没有权限做这件事。",
        }
    }
}

/// Calls the interface makes by itself; they do not keep the screen from locking.
const BY_ITSELF: &[&str] = &["events.since", "sync.status", "start.state", "drafts.put"];

impl App {
    /// Answers one call of a user interface.
    pub fn call(&self, name: &str, request: Value) -> Result<Value, CommandError> {
        let command = commands::find(name)
            .ok_or_else(|| CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这项功能。"))?;
        if !name.starts_with("practice.")
            && let Some(person) = self.practice_person()
        {
            return person.call_here(command, request);
        }
        self.call_here(command, request)
    }

    fn call_here(&self, command: &Command, request: Value) -> Result<Value, CommandError> {
        self.lock_when_idle();
        if command.needs != Access::Anyone {
            let session = self.session()?;
            if !command.needs.admits(session.person.role) {
                return Err(CommandError::not_allowed(command.needs.refusal()));
            }
            if !BY_ITSELF.contains(&command.name) {
                self.note_activity();
            }
        }
        let answer = catch_unwind(AssertUnwindSafe(|| (command.run)(self, request))).unwrap_or_else(|_| {
            Err(CommandError::internal("程序内部出错，刚才的操作没有完成。请重试；仍不行请重启程序。"))
        });
        if answer.is_ok() && !BY_ITSELF.contains(&command.name) {
            syncing::nudge(self);
        }
        answer
    }
}
