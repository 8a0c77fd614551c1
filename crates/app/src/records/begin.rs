//! Beginnings of new records, as the dictionary says: who writes it, today, the last one, what it nearly always is, the person it is
//! about. It proposes; the form may change all of it.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::consent;
use domain::dictionary::Kind;
use domain::fields::recipient;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::people;
use crate::records::labels::{self, Titles};
use crate::records::phrases;
use crate::records::view::is_empty;

/// For which form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct BeginRequest {
    /// Record kind.
    pub kind: String,
    /// The person it is about.
    #[serde(default)]
    pub recipient: Option<String>,
    /// The group it belongs to.
    #[serde(default)]
    pub group: Option<String>,
}

/// What a form begins with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Begun {
    /// Fields to fill in.
    pub fields: Payload,
    /// Readable text of codes and references among them.
    pub labels: BTreeMap<String, String>,
}

/// What a new record of the kind begins with where nothing else is said of a field.
pub(crate) fn begin(
    context: &Context,
    kind: &Kind,
    person: Option<&Row>,
    mut fields: Payload,
) -> Result<Begun, CommandError> {
    let begins = &kind.begins;
    let mut start = |name: &str, value: Value| {
        if kind.field(name).is_some() && fields.get(name).is_none_or(is_empty) && !is_empty(&value) {
            fields.insert(name.to_owned(), value);
        }
    };
    if let Some(last) = last_of_mine(context, kind)? {
        for name in &begins.as_last {
            start(name, last.fields.get(name).cloned().unwrap_or_default());
        }
    }
    begins.mine.iter().for_each(|name| start(name, context.person.id.clone().into()));
    begins.today.iter().for_each(|name| start(name, context.today_text().into()));
    begins.usual.iter().for_each(|(name, value)| start(name, value.clone()));
    if let Some(person) = person {
        start(recipient::KIND, person.id.clone().into());
        for (name, of) in &begins.of_recipient {
            start(name, person.fields.get(of).cloned().unwrap_or_default());
        }
        let birth = people::birth(context, &person.fields);
        for (name, value) in consent::signer_of(&person.fields, birth, context.today) {
            start(&name, value);
        }
    }
    let county = phrases::of_county(context)?;
    for field in &kind.fields {
        if let Some(text) = domain::phrases::standard(&kind.name, &field.name, &county) {
            start(&field.name, text.into());
        }
    }
    let titles = Titles::for_fields(context, kind, &[&fields])?;
    Ok(Begun { labels: labels::labels(context, kind, &fields, &[], &titles), fields })
}

/// The newest record that the person at this PC wrote, where anything is taken from it.
fn last_of_mine(context: &Context, kind: &Kind) -> Result<Option<Row>, CommandError> {
    let (Some(worker), [dated, ..], [_, ..]) =
        (&kind.worker, kind.begins.today.as_slice(), kind.begins.as_last.as_slice())
    else {
        return Ok(None);
    };
    let mine =
        Query::of(&kind.name).and(worker, Test::Eq, context.person.id.clone()).by(dated, true).by("created_ms", true);
    Ok(context.list(&Query { limit: Some(1), ..mine })?.into_iter().next())
}
