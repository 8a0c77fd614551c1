//! The choke point: every call of every interface passes here. It finds the command, checks the vault and the role, notes
//! activity for the auto-lock, has it written down whom an answer showed, and keeps panics from getting out. It knows no record and no rule.

use serde_json::Value;

use crate::commands;
use crate::features::backup::daily;
use crate::features::syncing::background;
use crate::kernel::access::Access;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::program::App;
use crate::shown;

/// Calls the interface makes by itself; they do not keep the screen from locking.
const BY_ITSELF: &[&str] = &["events.since", "sync.status", "start.state", "drafts.put"];

impl App {
    /// Answers one call of a user interface.
    pub fn call(&self, name: &str, request: Value) -> Result<Value, CommandError> {
        let command = commands::find(name)
            .ok_or_else(|| CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这项功能。"))?;
        let by_itself = BY_ITSELF.contains(&command.name);
        self.lock_when_idle();
        if command.needs != Access::Anyone {
            let session = self.session()?;
            if !command.needs.admits(session.person.role) {
                return Err(CommandError::not_allowed(command.needs.refusal()));
            }
            if !by_itself {
                self.note_activity();
            }
        }
        let answer = command.run(self, request);
        if !by_itself {
            daily::not_yet(self);
        }
        if let Ok(answer) = &answer
            && !by_itself
        {
            shown::note(self, command.name, answer);
            background::nudge(self);
        }
        answer
    }
}
