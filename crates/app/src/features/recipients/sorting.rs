//! Orders of the table that no column tells: last and next visit, the worker's name, risk. The ids of all who answer are put in order, and
//! only the rows asked for are read.

use std::collections::BTreeMap;

use domain::fields::recipient;
use serde_json::Value;
use store::Query;

use crate::features::recipients::{RecipientOrder, RecipientsRequest};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::people::responsible;
use crate::records::listing::SortKey;
use crate::records::visited;

/// The ids of those who answer, in an order that is asked for and that no column tells.
pub(super) fn by(
    context: &Context,
    asked: &Query,
    request: &RecipientsRequest,
) -> Result<Option<Vec<String>>, CommandError> {
    let all = Query { limit: None, offset: 0, order: Vec::new(), ..asked.clone() };
    let day = |day: Option<String>| day.map_or(SortKey::Nothing, SortKey::Text);
    let mut keys: Vec<(String, SortKey)> = match request.order {
        RecipientOrder::LastVisit => {
            let or_never = |last: Option<String>| SortKey::Text(last.unwrap_or_default());
            visited::visited_of(context, all)?.into_iter().map(|(id, visits)| (id, or_never(visits.last))).collect()
        }
        RecipientOrder::NextVisit => {
            visited::visited_of(context, all)?.into_iter().map(|(id, visits)| (id, day(visits.next))).collect()
        }
        RecipientOrder::Worker => {
            let mut names: BTreeMap<String, SortKey> = BTreeMap::new();
            let mut name = |worker: &Value| {
                let worker = responsible::whose(worker);
                let key = || match worker == responsible::NOBODY {
                    true => SortKey::Nothing,
                    false => SortKey::text(&context.staff_name(&worker)),
                };
                names.entry(worker.clone()).or_insert_with(key).clone()
            };
            let rows = read(context, &all, recipient::ASSIGNED_WORKER)?;
            rows.into_iter().map(|(id, worker)| (id, name(&worker))).collect()
        }
        RecipientOrder::Risk => {
            let rows = read(context, &all, recipient::RISK_LEVEL)?;
            rows.into_iter().map(|(id, risk)| (id, SortKey::risk(risk.as_str().unwrap_or_default()))).collect()
        }
        RecipientOrder::Changed
        | RecipientOrder::Village
        | RecipientOrder::Name
        | RecipientOrder::Age
        | RecipientOrder::Sex => {
            return Ok(None);
        }
    };
    keys.sort_by(|(id, key), (other_id, other)| key.against(other, request.descending).then_with(|| id.cmp(other_id)));
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
