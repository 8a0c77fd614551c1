//! Orders of the table that no column tells: last and next visit, the worker's name, risk. The ids of all who answer are put in order, and
//! only the rows asked for are read.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::dictionary::dictionary;
use domain::fields::recipient;
use domain::names::sort_key;
use serde_json::Value;
use store::Query;

use crate::features::recipients::{RecipientOrder, RecipientsRequest};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::people::responsible;
use crate::records::visited;

/// What a person is sorted by; who has nothing of the kind stands last, whichever way round.
type Key = Option<String>;

/// The ids of those who answer, in an order that is asked for and that no column tells.
pub(super) fn by(
    context: &Context,
    asked: &Query,
    request: &RecipientsRequest,
) -> Result<Option<Vec<String>>, CommandError> {
    let all = Query { limit: None, offset: 0, order: Vec::new(), ..asked.clone() };
    let mut keys: Vec<(String, Key)> = match request.order {
        RecipientOrder::LastVisit => {
            let never = |last: Option<String>| Some(last.unwrap_or_default());
            visited::visited_of(context, all)?.into_iter().map(|(id, visits)| (id, never(visits.last))).collect()
        }
        RecipientOrder::NextVisit => {
            visited::visited_of(context, all)?.into_iter().map(|(id, visits)| (id, visits.next)).collect()
        }
        RecipientOrder::Worker => {
            let mut names: BTreeMap<String, Key> = BTreeMap::new();
            let mut name = |worker: &Value| {
                let worker = responsible::whose(worker);
                let key = || (worker != responsible::NOBODY).then(|| sort_key(&context.staff_name(&worker)));
                names.entry(worker.clone()).or_insert_with(key).clone()
            };
            let rows = read(context, &all, recipient::ASSIGNED_WORKER)?;
            rows.into_iter().map(|(id, worker)| (id, name(&worker))).collect()
        }
        RecipientOrder::Risk => {
            let levels = dictionary().code_table("risk_level").map(|table| &table.entries);
            let level = |code: &Value| {
                let code = code.as_str()?;
                let place = levels?.iter().position(|entry| entry.code == code)?;
                Some(format!("{place:03}"))
            };
            let rows = read(context, &all, recipient::RISK_LEVEL)?;
            rows.into_iter().map(|(id, risk)| (id, level(&risk))).collect()
        }
        RecipientOrder::Changed
        | RecipientOrder::Village
        | RecipientOrder::Name
        | RecipientOrder::Age
        | RecipientOrder::Sex => {
            return Ok(None);
        }
    };
    match request.descending {
        true => keys.sort_by(|(id, key), (other_id, other)| {
            (key.is_none(), Reverse(key), id).cmp(&(other.is_none(), Reverse(other), other_id))
        }),
        false => keys
            .sort_by(|(id, key), (other_id, other)| (key.is_none(), key, id).cmp(&(other.is_none(), other, other_id))),
    }
    Ok(Some(keys.into_iter().map(|(id, _)| id).collect()))
}

fn read(context: &Context, all: &Query, field: &str) -> Result<Vec<(String, Value)>, CommandError> {
    let rows = context.store.columns(all, &["id", field])?;
    let pair = |row: Vec<Value>| match row.as_slice() {
        [Value::String(id), value] => Some((id.clone(), value.clone())),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(pair).collect())
}
