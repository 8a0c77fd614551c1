//! The program as it is opened: one person's PC, and while practice is open the PC of the person who is being played, to whom every
//! call then goes. It decides nothing else.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::{App, AppConfig, CommandError};
use serde_json::Value;

use crate::commands;
use crate::county::County;
use crate::hub::StartHub;

/// The program, with the practice county where it is open.
pub struct Program {
    pub(crate) config: AppConfig,
    /// How to start the hub of the practice county; none: practice goes by stick only.
    pub(crate) start_hub: Option<StartHub>,
    own: App,
    county: Mutex<Option<County>>,
}

impl Program {
    /// On a data directory; opens nothing yet.
    pub fn new(config: AppConfig, start_hub: Option<StartHub>) -> Program {
        Program { own: App::new(config.clone()), config, start_hub, county: Mutex::default() }
    }

    /// Answers one call of a user interface.
    pub fn call(&self, name: &str, request: Value) -> Result<Value, CommandError> {
        if let Some(command) = commands::find(name) {
            return command.run(self, request);
        }
        match self.played() {
            Some(played) => played.call(name, request),
            None => self.own.call(name, request),
        }
    }

    /// Gives a download out once, from practice too.
    pub fn download(&self, id: &str) -> Option<(String, Vec<u8>)> {
        let practice = self.played().and_then(|played| played.download(id));
        practice.or_else(|| self.own.download(id))
    }

    /// This PC itself, whoever is being played.
    pub fn own(&self) -> &App {
        &self.own
    }

    /// The PC of the one who is being played, while practice is open.
    pub fn played(&self) -> Option<Arc<App>> {
        self.county().as_ref().map(County::played)
    }

    pub(crate) fn county(&self) -> MutexGuard<'_, Option<County>> {
        self.county.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
