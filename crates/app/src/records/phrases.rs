//! Standard texts and phrases that forms offer, the county's own in place of the program's. What a new record begins with says `begin.rs`.

use domain::fields::phrase;
use domain::phrases::{self, Phrase};
use serde::{Deserialize, Serialize};
use store::Query;
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// What is offered at the fields of forms.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Phrases {
    /// One entry for each field that has any.
    pub places: Vec<PhrasesOfField>,
}

/// What is offered at one field.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PhrasesOfField {
    /// Record kind.
    pub kind: String,
    /// Field.
    pub field: String,
    /// Texts, in order.
    pub texts: Vec<String>,
}

/// Lists what is offered at the fields of forms.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Phrases, CommandError> {
    let county = of_county(&Context::of(pc)?)?;
    let place = |(kind, field): (&str, &str)| PhrasesOfField {
        kind: kind.to_owned(),
        field: field.to_owned(),
        texts: phrases::offered(kind, field, &county).into_iter().map(str::to_owned).collect(),
    };
    Ok(Phrases { places: phrases::places().map(place).collect() })
}

/// The county's, in the order in which they were added.
pub(crate) fn of_county(context: &Context) -> Result<Vec<Phrase>, CommandError> {
    let finals = Query::of(phrase::KIND).finals();
    let rows = context.list(&finals.by("created_ms", false))?;
    Ok(phrases::in_use(rows.iter().map(|row| &row.fields)))
}
