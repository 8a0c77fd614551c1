//! The program on one person's PC: its parts put together. What interfaces call is in `call.rs`, what there is to call in
//! `commands.rs`.

use std::ops::Deref;

use crate::boards::start::{self, PracticeState};
use crate::features::backup::daily;
use crate::features::setup::own_hub;
use crate::features::syncing::background;
use crate::kernel::pc::{AppConfig, Background, Pc};

/// What goes on by itself while a store is open.
const BACKGROUND: &[Background] = &[
    Background { begin: background::begin, end: background::end },
    Background { begin: daily::begin, end: daily::end },
    Background { begin: own_hub::resume, end: own_hub::leave_running },
];

/// The program on one person's PC.
pub struct App {
    pc: Pc,
}

impl App {
    /// On a data directory; opens nothing yet.
    pub fn new(config: AppConfig) -> App {
        App { pc: Pc::new(config, BACKGROUND) }
    }

    /// Says that this PC belongs to a practice county, and who can be played there.
    pub fn tell_practice(&self, practice: PracticeState) {
        start::tell_practice(&self.pc, practice);
    }
}

impl Deref for App {
    type Target = Pc;

    fn deref(&self) -> &Pc {
        &self.pc
    }
}
