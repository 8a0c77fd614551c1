//! Subjects of records: the people a record speaks of, and which of those an answer named are under eighteen. It reads past the reader's own
//! rights, for what follows is written down and shown to nobody.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use domain::dictionary::{Kind, dictionary};
use domain::fields::recipient;
use domain::on_file::File;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::people;

/// A photo on a note of a case of a person: nothing lies deeper.
const DEEPEST: usize = 4;

/// Ids of the people that a record's fields name; where they name none, those of what it belongs to or stands on.
pub(crate) fn of(context: &Context, kind: &str, id: &str, fields: &Payload) -> Result<Vec<String>, CommandError> {
    let (mut kind, mut id, mut fields) = (dictionary().kind(kind), id.to_owned(), fields.clone());
    for _ in 0..DEEPEST {
        let Some(known) = kind else { break };
        if known.name == recipient::KIND {
            return Ok(vec![id]);
        }
        let named = named(known, &fields);
        if !named.is_empty() {
            return Ok(named);
        }
        let (above, at) = match (known.on_any(), known.owner(), known.parent.as_deref()) {
            (Some((of, target)), _, _) => (text(&fields, of).to_owned(), text(&fields, target).to_owned()),
            (None, Some(owner), Some(parent)) => (owner.to_owned(), text(&fields, parent).to_owned()),
            _ => break,
        };
        kind = dictionary().kind(&above);
        let Some(row) = kind.map(|kind| context.store.whole().row(&kind.name, &at)).transpose()?.flatten() else {
            break;
        };
        (id, fields) = (row.id, row.fields);
    }
    Ok(Vec::new())
}

fn named(kind: &Kind, fields: &Payload) -> Vec<String> {
    let people = kind.fields.iter().filter(|field| field.refers.as_deref() == Some(recipient::KIND));
    let ids = people.map(|field| text(fields, &field.name)).filter(|id| !id.is_empty());
    ids.map(str::to_owned).collect()
}

/// The people under eighteen whom these records are or speak of, by the station whose file it is.
pub(crate) fn minors(
    context: &Context,
    records: &BTreeSet<String>,
) -> Result<BTreeMap<String, Vec<String>>, CommandError> {
    let mut rows = files(context, records)?;
    let mut spoken_of = BTreeSet::new();
    for id in records.iter().filter(|id| !rows.contains_key(*id)) {
        let Some(kind) = context.store.kind_of(id)? else { continue };
        let known = dictionary().kind(&kind).is_some();
        if let Some(row) = known.then(|| context.store.whole().row(&kind, id)).transpose()?.flatten() {
            spoken_of.extend(of(context, &kind, id, &row.fields)?);
        }
    }
    rows.extend(files(context, &spoken_of)?);
    let mut minors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, row) in rows.into_iter().filter(|(_, row)| people::is_minor(context, &row.fields)) {
        minors.entry(row.station).or_default().push(id);
    }
    Ok(minors)
}

/// Those of the records that are files of people.
fn files(context: &Context, ids: &BTreeSet<String>) -> Result<BTreeMap<String, Row>, CommandError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<String> = ids.iter().cloned().collect();
    let query = Query { deleted: true, ..Query::of(recipient::KIND).and("id", Test::In, ids) }.only(&File::FIELDS);
    Ok(context.store.whole().list(&query)?.into_iter().map(|row| (row.id.clone(), row)).collect())
}
