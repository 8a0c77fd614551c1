//! People on file, in a category and in a household, brought from the store for `domain::on_file` to decide. Every
//! list, ledger, figure, gift list, survey and reminder asks here; nobody else looks at dates of death or departure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::category;
use domain::fields::{household_member, recipient, recipient_category};
use domain::household::is_head;
use domain::on_file::{File, Gone, HEAD_DIED, Holding, birth, gone};
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// What of a recipient's row decides whether she counts.
pub(crate) fn file(context: &Context, row: &Row) -> Result<File, CommandError> {
    Ok(File::read(&row.fields, context.merges()?.is_merged(&row.id), context.today))
}

/// Narrows a question for recipients to those who had not died or left before a day: on file on some day from it on.
pub(crate) fn still_there_on(query: Query, day: NaiveDate) -> Query {
    let ahead = |query: Query, field: &str| query.and(field, Test::NoneOrMore, day.to_string());
    ahead(ahead(query, recipient::DEATH_DATE), recipient::LEFT_DATE)
}

/// Narrows a question for recipients to those on file today, as the rule decides: for lists too long to read whole. A file is listed from
/// the moment it is written, whatever its 建档日期.
pub(crate) fn on_file_today(context: &Context, query: Query) -> Result<Query, CommandError> {
    let (today, tomorrow) = (context.today_text(), context.today.succ_opt().unwrap_or(context.today).to_string());
    let ahead = |field: &str| Query::of(recipient::KIND).and(field, Test::AtLeast, tomorrow.clone());
    // Hardly ever is a departure entered before its day; where none is, the index by which lists are read answers.
    let none_ahead = context.store.count(&ahead(recipient::DEATH_DATE))? == 0
        && context.store.count(&ahead(recipient::LEFT_DATE).and(recipient::DEATH_DATE, Test::IsNull, Value::Null))?
            == 0;
    let mut query = without_merged(context, query)?;
    for field in [recipient::DEATH_DATE, recipient::LEFT_DATE] {
        query = match none_ahead {
            true => query.and(field, Test::IsNull, Value::Null),
            false => query.and(field, Test::NoneOrMore, today.clone()),
        };
    }
    Ok(query)
}

/// Leaves out files that went into another.
pub(crate) fn without_merged(context: &Context, query: Query) -> Result<Query, CommandError> {
    let merges = context.merges()?;
    Ok(if merges.is_empty() { query } else { query.and("id", Test::NotIn, merges.merged()) })
}

/// Everybody who has died, as far as an age needs it.
pub(crate) fn dead(context: &Context) -> Result<Vec<Row>, CommandError> {
    let known = Query::of(recipient::KIND).only(&[recipient::BIRTH_DATE, recipient::ID_NUMBER, recipient::DEATH_DATE]);
    context.list(&known.and(recipient::DEATH_DATE, Test::NotNull, Value::Null))
}

/// Category records that these recipients hold on a day, by recipient; what a merged file holds, the one that stands for it holds.
pub(crate) fn held(
    context: &Context,
    people: &[Row],
    day: NaiveDate,
) -> Result<BTreeMap<String, Vec<Row>>, CommandError> {
    held_of(context, Query::of(recipient_category::KIND), people, day)
}

/// The same of these category records only.
pub(crate) fn held_of(
    context: &Context,
    categories: Query,
    people: &[Row],
    day: NaiveDate,
) -> Result<BTreeMap<String, Vec<Row>>, CommandError> {
    let merges = context.merges()?;
    let ids: BTreeSet<String> = people.iter().flat_map(|row| merges.same_person(&row.id)).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let mut by_file: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in context.list_in(&categories, recipient_category::RECIPIENT, &ids)? {
        by_file.entry(text(&row.fields, recipient_category::RECIPIENT).to_owned()).or_default().push(row);
    }
    let mut held = BTreeMap::new();
    for person in people {
        let born = birth(&person.fields, context.today);
        let own = merges.same_person(&person.id);
        let rows = own.iter().filter_map(|id| by_file.get(id)).flatten();
        let rows: Vec<Row> = rows.filter(|row| Holding::read(&row.fields).holds(born, day)).cloned().collect();
        if !rows.is_empty() {
            held.insert(person.id.clone(), rows);
        }
    }
    Ok(held)
}

/// Who holds one of these categories today: files that stand, on file or not.
pub(crate) fn holders(
    context: &Context,
    categories: Query,
    codes: &[String],
) -> Result<BTreeSet<String>, CommandError> {
    let merges = context.merges()?;
    let begun = |codes: Vec<String>| {
        let begun = categories.clone().and(recipient_category::CATEGORY, Test::In, codes);
        let begun = begun.and(recipient_category::START_DATE, Test::NoneOrAtMost, context.today_text());
        let found = context.store.count_by(
            &begun.and(recipient_category::END_DATE, Test::NoneOrMore, context.today_text()),
            recipient_category::RECIPIENT,
        );
        found.map(|found| found.into_iter().filter_map(|(id, _)| id.as_str().map(|id| merges.standing(id).to_owned())))
    };
    let mut holders = BTreeSet::new();
    // Those that end by the same age together, and those that never do.
    let mut by_age: BTreeMap<Option<u32>, Vec<String>> = BTreeMap::new();
    for code in codes {
        by_age.entry(category::ends_at(code).map(|(age, _)| age)).or_default().push(code.clone());
    }
    for (age, codes) in by_age {
        let one = codes.first().cloned().unwrap_or_default();
        let found: Vec<String> = begun(codes)?.collect();
        if age.is_none() {
            holders.extend(found);
            continue;
        }
        let births = Query::of(recipient::KIND).only(&[recipient::BIRTH_DATE, recipient::ID_NUMBER]);
        let rows = context.list_in(&births, "id", &found)?;
        let grown = |row: &Row| category::has_lapsed(&one, birth(&row.fields, context.today), context.today);
        holders.extend(rows.into_iter().filter(|row| !grown(row)).map(|row| row.id));
    }
    Ok(holders)
}

/// Somebody entered in a household.
#[derive(Clone)]
pub(crate) struct Member {
    /// The entry.
    pub(crate) row: Row,
    /// Her file, where she has one; of a merged file the one that stands.
    pub(crate) recipient: Option<Row>,
    /// Why she lives there no more.
    pub(crate) gone: Option<Gone>,
}

impl Member {
    /// Head of the household, or the person the booklet is of.
    pub(crate) fn is_head(&self) -> bool {
        is_head(text(&self.row.fields, household_member::RELATION_TO_HEAD))
    }
}

/// Everybody entered in these households, by household, the head first; a person who was entered twice under two files once.
pub(crate) fn members(context: &Context, households: &[String]) -> Result<BTreeMap<String, Vec<Member>>, CommandError> {
    let merges = context.merges()?;
    let rows = context.list_in(&Query::of(household_member::KIND), household_member::HOUSEHOLD, households)?;
    let standing = |row: &Row| merges.standing(text(&row.fields, household_member::RECIPIENT)).to_owned();
    let ids: BTreeSet<String> = rows.iter().map(standing).filter(|id| !id.is_empty()).collect();
    let files = context.list_in(&Query::of(recipient::KIND), "id", &ids.into_iter().collect::<Vec<_>>())?;
    let files: BTreeMap<String, Row> = files.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut found: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for row in rows {
        let recipient = files.get(&standing(&row)).cloned();
        let file = recipient.as_ref().map(|one| file(context, one)).transpose()?;
        let gone = gone(&row.fields, file.as_ref(), context.today);
        let of_house = found.entry(text(&row.fields, household_member::HOUSEHOLD).to_owned()).or_default();
        of_house.push(Member { row, recipient, gone });
    }
    for members in found.values_mut() {
        members.sort_by_key(|member| (!member.is_head(), member.row.created_ms));
        let mut seen = BTreeSet::new();
        members.retain(|member| member.recipient.as_ref().is_none_or(|file| seen.insert(file.id.clone())));
    }
    Ok(found)
}

/// What is to be said of a household's head: that the one entered has died and no other was.
pub(crate) fn head_note(members: &[Member]) -> Option<String> {
    let mut heads = members.iter().filter(|member| member.is_head()).peekable();
    let said = heads.peek().is_some() && heads.all(|head| matches!(head.gone, Some(Gone::Died(_))));
    said.then(|| HEAD_DIED.to_owned())
}

/// The same of one household.
pub(crate) fn head_note_of(context: &Context, id: &str) -> Result<Option<String>, CommandError> {
    let members = members(context, &[id.to_owned()])?.remove(id).unwrap_or_default();
    Ok(head_note(&members))
}
