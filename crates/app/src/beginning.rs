//! Beginning a form of any kind: what the dictionary says of it, with what a feature knows of its own kinds. It decides nothing itself.

use crate::features::activities::defaults;
use crate::features::plans;
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::begin::{self, BeginRequest, Begun};

/// What a new record begins with.
pub(crate) fn begin(pc: &Pc, request: BeginRequest) -> Result<Begun, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(&request.kind)?;
    let mut known = defaults::of_group(&context, &kind.name, request.group.as_deref())?;
    known.extend(plans::begun(&context, &kind.name)?);
    let person = request.recipient.as_deref().map(|id| context.row("recipient", id)).transpose()?;
    begin::begin(&context, kind, person.as_ref(), known)
}
