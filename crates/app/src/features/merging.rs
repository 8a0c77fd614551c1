//! 合并档案: two files of one person become one, side by side and field by field, and apart again. The loser's file says where it
//! went (`merged_into`); nothing else is rewritten, and what was done under it is read with the winner (`domain::merges`).

use std::collections::{BTreeMap, BTreeSet};

use changelog::{Op, Payload, Ref};
use domain::dictionary::{Field, FieldType, dictionary};
use domain::fields::recipient;
use domain::persons;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Row, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, Nothing};
use crate::people::same_person::of_person;
use crate::people::{self, PersonBrief, duplicates};
use crate::records::check;
use crate::records::labels::{self, Titles};
use crate::records::view::is_empty;

/// Fields that no person chooses between: they follow from the file itself.
const NOT_CHOSEN: [&str; 4] =
    [recipient::MERGED_INTO, recipient::FILE_NO, recipient::CREATED_WORKER, recipient::FILE_CREATED];

/// Two or more files that may be one person's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SuspectGroup {
    /// Why they stand together.
    pub why: String,
    /// The same valid number; else only likeness.
    pub certain: bool,
    /// The files.
    pub people: Vec<PersonBrief>,
}

/// 疑似重复: files that may be one person's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SuspectedFiles {
    /// The surest first.
    pub groups: Vec<SuspectGroup>,
    /// Files that were merged already, and into which.
    pub merged: Vec<MergedPair>,
}

/// A merged file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MergedPair {
    /// The file that went into another.
    pub from: PersonBrief,
    /// The file that stands for both.
    pub into: PersonBrief,
}

/// How many groups an answer carries.
const LISTED: usize = 500;

/// Lists files of this station that may be one person's (R25).
pub(crate) fn suspects(pc: &Pc, _: Nothing) -> Result<SuspectedFiles, CommandError> {
    let context = Context::of(pc)?;
    let merges = context.merges()?;
    let rows = context.list(&context.of_station(recipient::KIND, None))?;
    let by_id: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    let standing: Vec<persons::Person> = rows
        .iter()
        .filter(|row| !merges.is_merged(&row.id))
        .map(|row| duplicates::person_of(&context, row))
        .collect::<Result<_, _>>()?;
    let union = persons::union(&standing, context.today);
    let mut same: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for person in &standing {
        if let Some(key) = union.keys.get(&person.id) {
            same.entry(key).or_default().push(person.id.clone());
        }
    }
    let different: BTreeSet<&String> = union.different_names.iter().flatten().collect();
    let mut found: Vec<(bool, &str, Vec<String>)> = Vec::new();
    for ids in same.into_values().filter(|ids| ids.len() > 1) {
        let why = if ids.iter().any(|id| different.contains(id)) {
            "身份证号相同但姓名不同，请核对哪一个有误"
        } else {
            "身份证号相同"
        };
        found.push((true, why, ids));
    }
    found.extend(union.suspected.iter().map(|ids| (false, "姓名、出生日期、村（居）都相同", ids.clone())));
    let mut groups = Vec::new();
    for (certain, why, ids) in found.into_iter().take(LISTED) {
        let own: Vec<Row> = ids.iter().filter_map(|id| by_id.get(id.as_str()).map(|row| (*row).clone())).collect();
        let mut briefs = people::briefs_of(&context, &own)?;
        let people: Vec<PersonBrief> = own.iter().filter_map(|row| briefs.remove(&row.id)).collect();
        groups.push(SuspectGroup { why: why.to_owned(), certain, people });
    }
    let pairs: Vec<(String, String)> = merges
        .pairs()
        .filter(|(from, _)| by_id.contains_key(from))
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    let ids: Vec<String> = pairs.iter().flat_map(|(from, into)| [from.clone(), into.clone()]).collect();
    let all = people::briefs_as_they_are(&context, &ids)?;
    let merged = pairs
        .iter()
        .filter_map(|(from, into)| Some(MergedPair { from: all.get(from)?.clone(), into: all.get(into)?.clone() }))
        .collect();
    Ok(SuspectedFiles { groups, merged })
}

/// Names two files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TwoFiles {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
}

/// Two files side by side.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SideBySide {
    /// One; of two the older is proposed to stay.
    pub one: PersonBrief,
    /// The other.
    pub other: PersonBrief,
    /// Which of them is proposed to stay.
    pub stays: String,
    /// Every field in which at least one says something.
    pub fields: Vec<SideField>,
    /// How much has been done under each: visits, cases and so on.
    pub done: Vec<SideCount>,
    /// What speaks against it: two different valid numbers.
    pub warnings: Vec<String>,
}

/// A field of two files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SideField {
    /// Name of the field.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What one says, masked where the field is.
    pub one: String,
    /// What the other says.
    pub other: String,
    /// They say something else.
    pub differs: bool,
}

/// How many records of a kind each has.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SideCount {
    /// Label of the kind.
    pub label: String,
    /// Under one.
    pub one: u64,
    /// Under the other.
    pub other: u64,
}

/// Shows two files side by side.
pub(crate) fn compare(pc: &Pc, request: TwoFiles) -> Result<SideBySide, CommandError> {
    let context = Context::of(pc)?;
    let (one, other) = two(&context, &request)?;
    let kind = kind_named(recipient::KIND)?;
    let titles = Titles::for_rows(&context, kind, &[one.clone(), other.clone()])?;
    let shown = |field: &Field, value: Option<&Value>| {
        let value = value.unwrap_or(&Value::Null);
        let hidden = labels::masked(&context, field, value);
        labels::readable(&context, field, hidden.as_ref().unwrap_or(value), &titles)
    };
    let mut fields = Vec::new();
    for field in kind.fields.iter().filter(|field| !NOT_CHOSEN.contains(&field.name.as_str())) {
        let (a, b) = (one.fields.get(&field.name), other.fields.get(&field.name));
        let (is_a, is_b) = (a.is_some_and(|a| !is_empty(a)), b.is_some_and(|b| !is_empty(b)));
        if is_a || is_b {
            fields.push(SideField {
                field: field.name.clone(),
                label: field.label.clone(),
                one: shown(field, a),
                other: shown(field, b),
                differs: is_a && is_b && a != b,
            });
        }
    }
    let mut done = Vec::new();
    for kind in dictionary().about_a_person() {
        let count = |id: &str| context.store.count(&of_person(&kind.name, id));
        let (of_one, of_other) = (count(&one.id)?, count(&other.id)?);
        if of_one + of_other > 0 {
            done.push(SideCount { label: kind.label.clone(), one: of_one, other: of_other });
        }
    }
    let basis = |row: &Row| persons::basis(text(&row.fields, recipient::ID_NUMBER), context.today);
    let mut warnings = Vec::new();
    if let (Some(a), Some(b)) = (basis(&one), basis(&other))
        && a != b
    {
        warnings.push("两份档案的身份证号都有效但不相同，很可能是两个人，请先核对证件。".to_owned());
    }
    let stays = if (one.created_ms, &one.id) <= (other.created_ms, &other.id) { &one } else { &other }.id.clone();
    let mut briefs = people::briefs_as_they_are(&context, &[one.id.clone(), other.id.clone()])?;
    let mut brief = |id: &str| briefs.remove(id).ok_or_else(|| CommandError::not_found("服务对象"));
    Ok(SideBySide { one: brief(&one.id)?, other: brief(&other.id)?, stays, fields, done, warnings })
}

fn two(context: &Context, files: &TwoFiles) -> Result<(Row, Row), CommandError> {
    if files.one == files.other {
        return Err(CommandError::new(ErrorCode::BadRequest, "请选择两份不同的档案。"));
    }
    let there = |id: &str| {
        let row = context.row(recipient::KIND, id)?;
        if row.deleted_reason.is_some() { Err(CommandError::not_found("服务对象")) } else { Ok(row) }
    };
    Ok((there(&files.one)?, there(&files.other)?))
}

/// Merges two files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MergeFiles {
    /// The file that stays.
    pub stays: String,
    /// The file that goes into it.
    pub goes: String,
    /// Fields in which the value of the file that goes is taken; empty fields of the one that stays are always filled.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub take: Vec<String>,
}

/// Merges two files of one person.
pub(crate) fn merge(pc: &Pc, request: MergeFiles) -> Result<PersonBrief, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(recipient::KIND)?;
    let (stays, goes) = two(&context, &TwoFiles { one: request.stays, other: request.goes })?;
    context.must_write(kind, &stays.station)?;
    context.must_write(kind, &goes.station)?;
    if stays.station != goes.station {
        return Err(CommandError::not_allowed("两份档案属于不同的站点，不能合并；县里统计时按身份证号只算一人。"));
    }
    let merges = context.merges()?;
    if merges.standing(&stays.id) == merges.standing(&goes.id) {
        return Err(CommandError::new(ErrorCode::BadRequest, "这两份档案已经合并过了。"));
    }
    // A merged file stands through the one it went into.
    let stays = context.row(recipient::KIND, merges.standing(&stays.id))?;
    let goes = context.row(recipient::KIND, merges.standing(&goes.id))?;
    let mut taken = Payload::new();
    for field in kind.fields.iter().filter(|field| !NOT_CHOSEN.contains(&field.name.as_str())) {
        let Some(value) = goes.fields.get(&field.name).filter(|value| !is_empty(value)) else { continue };
        let standing = stays.fields.get(&field.name).filter(|value| !is_empty(value));
        let wanted = standing.is_none() || request.take.contains(&field.name);
        if wanted && standing != Some(value) && field.kind != FieldType::Attachment {
            taken.insert(field.name.clone(), value.clone());
        }
    }
    let set = |row: &Row, fields: Payload| {
        let seen = check::seen_of(row, Default::default(), &fields);
        Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen }
    };
    // The loser's change stands at the head of the save, so that what was taken with it can be found again.
    let mut writes =
        vec![set(&goes, Payload::from_iter([(recipient::MERGED_INTO.to_owned(), stays.id.clone().into())]))];
    if !taken.is_empty() {
        writes.push(set(&stays, taken));
    }
    context.save(context.audience(kind, &stays.station), writes)?;
    people::briefs_as_they_are(&context, std::slice::from_ref(&stays.id))?
        .remove(&stays.id)
        .ok_or_else(|| CommandError::not_found("服务对象"))
}

/// Takes a merged file out again: its reference is cleared, and what was taken from it at the merge goes back where it still
/// stands.
pub(crate) fn part(pc: &Pc, request: IdRequest) -> Result<PersonBrief, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(recipient::KIND)?;
    let goes = context.row(recipient::KIND, &request.id)?;
    context.must_write(kind, &goes.station)?;
    if text(&goes.fields, recipient::MERGED_INTO).is_empty() {
        return Err(CommandError::new(ErrorCode::NotFound, "这份档案没有合并到别的档案里。"));
    }
    let cleared = Payload::from_iter([(recipient::MERGED_INTO.to_owned(), Value::Null)]);
    let seen = check::seen_of(&goes, Default::default(), &cleared);
    let mut writes =
        vec![Write { kind: goes.kind.clone(), record: goes.id.clone(), op: Op::Set, fields: cleared, seen }];
    let live = goes.refs.get(recipient::MERGED_INTO).cloned().unwrap_or_default();
    for save in context.store.saves_headed_by(recipient::KIND, &goes.id, recipient::MERGED_INTO)? {
        // Only the merges that stand: each wrote into the file named then.
        for change in save.iter().filter(|change| change.kind == recipient::KIND && change.record != goes.id) {
            let of_standing =
                live.iter().any(|head| head.log == change.reference.log && head.seq + 1 == change.reference.seq);
            if let Some(write) = given_back(&context, &change.record, change.reference, of_standing)? {
                writes.push(write);
            }
        }
    }
    context.save(context.audience(kind, &goes.station), writes)?;
    people::briefs_as_they_are(&context, std::slice::from_ref(&goes.id))?
        .remove(&goes.id)
        .ok_or_else(|| CommandError::not_found("服务对象"))
}

/// What the winner had before the merge, in the fields where the merge's value still stands.
fn given_back(context: &Context, id: &str, change: Ref, of_standing: bool) -> Result<Option<Write>, CommandError> {
    if !of_standing {
        return Ok(None);
    }
    let Some(row) = context.store.row(recipient::KIND, id)? else { return Ok(None) };
    let history = context.store.history(recipient::KIND, id)?;
    let Some(entry) = history.into_iter().find(|entry| entry.reference == change) else { return Ok(None) };
    let mut fields = Payload::new();
    for name in entry.fields.keys() {
        let live = row.refs.get(name).map(Vec::as_slice).unwrap_or_default();
        if live == [change] {
            fields.insert(name.clone(), entry.before.get(name).cloned().unwrap_or(Value::Null));
        }
    }
    let seen = check::seen_of(&row, Default::default(), &fields);
    Ok((!fields.is_empty()).then_some(Write { kind: row.kind, record: row.id, op: Op::Set, fields, seen }))
}
