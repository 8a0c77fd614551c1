//! News as the interface asks for it, and stopping long work. What is told stands in `events.rs`.

use crate::kernel::error::CommandError;
use crate::kernel::events::{CancelTask, EventsAnswer, EventsRequest};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Answers what happened after a number.
pub(crate) fn since(pc: &Pc, request: EventsRequest) -> Result<EventsAnswer, CommandError> {
    Ok(pc.events.after(request.after, pc.session().is_err()))
}

/// Asks long work to stop; it stops at its next step.
pub(crate) fn cancel(pc: &Pc, request: CancelTask) -> Result<Nothing, CommandError> {
    pc.events.stop(&request.task);
    Ok(Nothing {})
}
