//! Lists as pages show them and files take them out: which rows of them (a span), in which order (a column), and what a search box
//! finds. A page and its file ask the same; here nothing knows which list it is.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use domain::dictionary::{Kind, dictionary};
use domain::fields::recipient;
use domain::names;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;

/// How many hits of a search narrow a list.
const FOUND: usize = 5_000;

/// The column by which a list is sorted: a key of its rows, as `person.name`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SortBy {
    /// Key of the column.
    pub column: String,
    /// Greatest first.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub descending: bool,
}

/// Which rows of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    offset: usize,
    limit: Option<usize>,
}

impl Span {
    /// All of them: what a file takes out.
    pub(crate) const WHOLE: Span = Span { offset: 0, limit: None };

    /// A page, of a hundred rows if nothing is said and never of more than five hundred.
    pub(crate) fn page(offset: u32, limit: Option<u32>) -> Span {
        Span { offset: offset as usize, limit: Some(limit.unwrap_or(100).min(500) as usize) }
    }

    /// A page, and not everything.
    pub(crate) fn is_page(self) -> bool {
        self.limit.is_some()
    }

    /// The rows of a list that is here whole.
    pub(crate) fn of<T>(self, rows: Vec<T>) -> Vec<T> {
        rows.into_iter().skip(self.offset).take(self.limit.unwrap_or(usize::MAX)).collect()
    }

    /// The question for no more than these rows.
    pub(crate) fn within(self, query: Query) -> Query {
        Query { offset: self.offset as u64, limit: self.limit.map(|limit| limit as u64), ..query }
    }
}

/// Rows of a list and how many there are in all: read by the page as long as the store can sort them, whole where a column was chosen.
pub(crate) fn rows<T: Serialize>(
    context: &Context,
    query: Query,
    sort: Option<&SortBy>,
    span: Span,
    make: impl Fn(&[Row]) -> Result<Vec<T>, CommandError>,
) -> Result<(Vec<T>, u64), CommandError> {
    let total = context.store.count(&query)?;
    let rows = match sort {
        None => make(&context.list(&span.within(query))?)?,
        Some(_) => span.of(sorted(make(&context.list(&query)?)?, sort)),
    };
    Ok((rows, total))
}

/// These records in this order; those that are gone leave no gap.
pub(crate) fn in_order(context: &Context, query: &Query, ids: &[String]) -> Result<Vec<Row>, CommandError> {
    let found = context.list_in(query, "id", ids)?;
    let mut found: BTreeMap<String, Row> = found.into_iter().map(|row| (row.id.clone(), row)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Rows by a column; those that say nothing there last, whichever way it goes.
pub(crate) fn sorted<T: Serialize>(rows: Vec<T>, by: Option<&SortBy>) -> Vec<T> {
    let Some(by) = by else {
        return rows;
    };
    let place = format!("/{}", by.column.replace('.', "/"));
    let key = |row: &T| {
        let row = serde_json::to_value(row).unwrap_or_default();
        SortKey::of(&by.column, row.pointer(&place).unwrap_or(&Value::Null))
    };
    let mut keyed: Vec<(SortKey, T)> = rows.into_iter().map(|row| (key(&row), row)).collect();
    keyed.sort_by(|(one, _), (other, _)| one.against(other, by.descending));
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// What a cell is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortKey {
    Number(f64),
    Text(String),
    Nothing,
}

impl SortKey {
    fn of(column: &str, value: &Value) -> SortKey {
        match value {
            Value::String(code) if column.ends_with("risk") => SortKey::risk(code),
            Value::String(words) => SortKey::text(words),
            Value::Number(number) => SortKey::Number(number.as_f64().unwrap_or_default()),
            Value::Bool(yes) => SortKey::Number(f64::from(u8::from(*yes))),
            _ => SortKey::Nothing,
        }
    }

    /// Names by their reading, amounts and rates by what they come to.
    pub(crate) fn text(words: &str) -> SortKey {
        let plain = words.trim_end_matches('%').trim_end_matches(" 元").replace(',', "");
        match plain.parse::<f64>() {
            Ok(number) => SortKey::Number(number),
            Err(_) if words.is_empty() || words == "—" => SortKey::Nothing,
            Err(_) => SortKey::Text(names::sort_key(words)),
        }
    }

    /// A risk by its place in the code table: the gravest first.
    pub(crate) fn risk(code: &str) -> SortKey {
        let entries = dictionary().code_table("risk_level").map(|table| table.entries.as_slice()).unwrap_or_default();
        let place = entries.iter().position(|entry| entry.code == code);
        place.map_or(SortKey::Nothing, |place| SortKey::Number(place as f64))
    }

    /// How it stands to another, nothing always behind.
    pub(crate) fn against(&self, other: &SortKey, descending: bool) -> Ordering {
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        match (self, other) {
            (SortKey::Nothing, SortKey::Nothing) => Ordering::Equal,
            (SortKey::Nothing, _) => Ordering::Greater,
            (_, SortKey::Nothing) => Ordering::Less,
            (SortKey::Number(one), SortKey::Number(other)) => turned(one.total_cmp(other)),
            (SortKey::Text(one), SortKey::Text(other)) => turned(one.cmp(other)),
            (SortKey::Number(_), SortKey::Text(_)) => turned(Ordering::Less),
            (SortKey::Text(_), SortKey::Number(_)) => turned(Ordering::Greater),
        }
    }
}

/// Narrows a question to what a search box finds; an empty one narrows nothing.
pub(crate) fn searched(context: &Context, query: Query, words: &str) -> Result<Query, CommandError> {
    let kind = kind_named(&query.kind)?;
    match words.trim() {
        "" => Ok(query),
        words => Ok(query.and("id", Test::In, found(context, &kind.name, words)?.into_iter().collect::<Vec<_>>())),
    }
}

/// Records of a kind that are found by their own words and numbers, by the person they are about, or by somebody entered in them:
/// the members of a group, the people of a sign-off list. A person is found by her merged files too, as the file that stands.
pub(crate) fn found(context: &Context, kind: &str, words: &str) -> Result<BTreeSet<String>, CommandError> {
    let kind = kind_named(kind)?;
    let hits = |kind: &str| -> Result<Vec<String>, CommandError> {
        Ok(context.store.search(words.trim(), &[kind], FOUND)?.into_iter().map(|hit| hit.id).collect())
    };
    let own = hits(&kind.name)?;
    if kind.name == recipient::KIND {
        let merges = context.merges()?;
        return Ok(own.iter().map(|id| merges.standing(id).to_owned()).collect());
    }
    let mut ids: BTreeSet<String> = own.into_iter().collect();
    let people = people_found(context, hits(recipient::KIND)?)?;
    ids.extend(of_people(context, kind, "id", &people)?);
    for owned in dictionary().kinds.iter().filter(|one| one.owner() == Some(kind.name.as_str())) {
        let Some(parent) = owned.parent.as_deref().filter(|_| names_people(owned)) else {
            continue;
        };
        ids.extend(of_people(context, owned, parent, &people)?);
        ids.extend(values(context, &owned.name, parent, "id", &hits(&owned.name)?)?);
    }
    ids.remove("");
    Ok(ids)
}

/// Whether its records are people entered in another, on file or by name only.
fn names_people(kind: &Kind) -> bool {
    kind.person().is_some_and(|person| kind.title.contains(&person.name))
        || kind.person().is_some() && kind.title.iter().any(|field| field == recipient::NAME)
}

/// These people under all their files: what was done for a merged one was done for the one that stands.
fn people_found(context: &Context, ids: Vec<String>) -> Result<Vec<String>, CommandError> {
    let merges = context.merges()?;
    let all: BTreeSet<String> = ids.iter().flat_map(|id| merges.same_person(id)).collect();
    Ok(all.into_iter().collect())
}

fn of_people(context: &Context, kind: &Kind, wanted: &str, people: &[String]) -> Result<Vec<String>, CommandError> {
    kind.person().map_or_else(|| Ok(Vec::new()), |person| values(context, &kind.name, wanted, &person.name, people))
}

/// Values of one field of the records in which another is one of these.
pub(crate) fn values(
    context: &Context,
    kind: &str,
    wanted: &str,
    field: &str,
    among: &[String],
) -> Result<Vec<String>, CommandError> {
    if among.is_empty() {
        return Ok(Vec::new());
    }
    let found = context.store.columns(&Query::of(kind).and(field, Test::In, among.to_vec()), &[wanted])?;
    let texts = found.into_iter().filter_map(|mut row| row.pop());
    Ok(texts.filter_map(|value| value.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn by(column: &str, descending: bool, rows: &[Value]) -> Vec<String> {
        let sort = SortBy { column: column.into(), descending };
        let name = |row: &Value| row["name"].as_str().unwrap_or_default().to_owned();
        sorted(rows.to_vec(), Some(&sort)).iter().map(name).collect()
    }

    #[test]
    fn a_column_sorts_by_what_it_says_and_those_that_say_nothing_stand_last() {
        let rows = [
            json!({ "name": "周明", "hours": "10.5", "last": null, "risk": "green", "person": { "village": "石桥村" } }),
            json!({ "name": "李秀英", "hours": "9", "last": "2026-11-02", "risk": "red", "person": { "village": "新河村" } }),
            json!({ "name": "张三", "hours": "1,200.00", "last": "2026-01-02", "risk": null, "person": { "village": "" } }),
        ];
        assert_eq!(by("name", false, &rows), ["李秀英", "张三", "周明"]);
        assert_eq!(by("hours", false, &rows), ["李秀英", "周明", "张三"]);
        assert_eq!(by("last", false, &rows), ["张三", "李秀英", "周明"]);
        assert_eq!(by("last", true, &rows), ["李秀英", "张三", "周明"]);
        assert_eq!(by("risk", false, &rows), ["李秀英", "周明", "张三"]);
        assert_eq!(by("person.village", false, &rows), ["周明", "李秀英", "张三"]);
    }

    #[test]
    fn a_span_is_a_page_or_everything() {
        let rows: Vec<u32> = (0..700).collect();
        assert_eq!(Span::page(600, None).of(rows.clone()), (600..700).collect::<Vec<_>>());
        assert_eq!(Span::page(0, Some(9_000)).of(rows.clone()).len(), 500);
        assert_eq!(Span::WHOLE.of(rows).len(), 700);
    }
}
