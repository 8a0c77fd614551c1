//! The commands of practice, in the same form as those of `app`; and all commands together, for the TypeScript types.

use app::bindings::Described;
use app::command::Command;

use crate::program::Program;

/// Finds a command of practice by name.
pub(crate) fn find(name: &str) -> Option<&'static Command<Program>> {
    list::COMMANDS.iter().find(|command| command.name == name)
}

/// Every command that an interface can call, of `app` and of practice.
pub fn described() -> Vec<Described> {
    app::commands::COMMANDS
        .iter()
        .map(Command::described)
        .chain(list::COMMANDS.iter().map(Command::described))
        .collect()
}

#[rustfmt::skip]
mod list {
    use app::{Nothing, PracticeState};

    use crate::county;

    app::commands! { crate::program::Program;
        /// 练习模式: opens the made-up county, making it on first use.
        "practice.open" => county::open(Nothing) -> PracticeState, needs: Access::Anyone;
        /// Becomes another person of the practice county.
        "practice.switch" => county::switch(county::PracticeSwitch) -> PracticeState, needs: Access::Anyone;
        /// Leaves practice; it is kept for next time.
        "practice.leave" => county::leave(Nothing) -> Nothing, needs: Access::Anyone;
    }
}
