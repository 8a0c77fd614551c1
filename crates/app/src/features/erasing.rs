//! 依法删除: the county erases all that is on file about a person, everywhere and for good (个人信息保护法 § 47). What belongs to
//! her is told by the dictionary's references; the store erases, sync and sticks carry the order on. It cannot be undone.

use std::collections::BTreeSet;

use changelog::{Audience, Payload};
use domain::dictionary::{Field, FieldType, Kind, dictionary};
use domain::fields::{attachment, recipient};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::secret::Secret;
use crate::kernel::words::CountOf;
use crate::records::harm;

/// What erasing a person would take away.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ErasurePreview {
    /// Her name, to be typed once more.
    pub name: String,
    /// The station that keeps her file.
    pub station: String,
    /// Her records by kind, deleted ones too.
    pub records: Vec<CountOf>,
    /// Why it cannot be done yet; none when it can.
    pub hindrance: Option<String>,
}

/// Erases a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EraseRequest {
    /// Recipient id.
    pub recipient: String,
    /// Her name, typed once more.
    pub name: String,
    /// Who asked for it and on what ground; kept for good, so it must not say whose data it was.
    pub reason: String,
    /// The officer's passphrase, once more.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// What was erased.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Erased {
    /// How many records.
    pub records: u64,
}

/// A reason shorter than this says nothing.
const SHORTEST_REASON: usize = 6;
const LONGEST_REASON: usize = 300;

/// What erasing a person would take away.
pub(crate) fn preview(pc: &Pc, request: IdRequest) -> Result<ErasurePreview, CommandError> {
    let context = Context::of(pc)?;
    let person = context.row(recipient::KIND, &request.id)?;
    let mut records: Vec<CountOf> = Vec::new();
    for (kind, _) in records_of(&context, &person)? {
        match records.iter_mut().find(|count| count.value == kind) {
            Some(count) => count.count += 1,
            None => {
                let label = kind_named(&kind)?.label.clone();
                records.push(CountOf { value: kind, label, count: 1 });
            }
        }
    }
    Ok(ErasurePreview {
        name: text(&person.fields, recipient::NAME).to_owned(),
        station: context.station_name(&person.station),
        records,
        hindrance: hindrance(&context, &person)?,
    })
}

/// Erases everything on file about a person.
pub(crate) fn erase(pc: &Pc, request: EraseRequest) -> Result<Erased, CommandError> {
    let context = Context::of(pc)?;
    let person = context.row(recipient::KIND, &request.recipient)?;
    if let Some(hindrance) = hindrance(&context, &person)? {
        return Err(CommandError::not_allowed(hindrance));
    }
    let findings = findings(&person, &request);
    if !findings.is_empty() {
        return Err(CommandError::invalid(findings));
    }
    pc.slots()?.unlock_at(&context.person.id, &request.passphrase, pc.running())?;
    let records = records_of(&context, &person)?;
    let why = Payload::from_iter([("reason".to_owned(), request.reason.trim().into())]);
    let audience = Audience::Station(person.station.clone());
    context.store.erase(audience, &context.person.id, context.now_ms, &records, &why)?;
    context.changed(records.iter().map(|(kind, _)| kind.as_str()));
    Ok(Erased { records: records.len() as u64 })
}

/// What stands against it: a duty to report that only her file can still show.
fn hindrance(context: &Context, person: &Row) -> Result<Option<String>, CommandError> {
    Ok(if person.station.is_empty() {
        Some("这份档案不属于任何站点，不能在这里删除。".to_owned())
    } else if !harm::unreported_of(context, &person.id)?.is_empty() {
        Some("此人还有没报公安的强制报告，须先办完报告，再谈删除。".to_owned())
    } else {
        None
    })
}

fn findings(person: &Row, request: &EraseRequest) -> Vec<FieldFinding> {
    let mut findings = Vec::new();
    let mut at = |field: &str, message: &str| findings.push(FieldFinding::error(field, message));
    if request.name.trim() != text(&person.fields, recipient::NAME).trim() {
        at("name", "与档案上的姓名不一致。请核对是不是这个人，再把姓名完整写一遍。");
    }
    let reason = request.reason.trim();
    let length = reason.chars().count();
    if length < SHORTEST_REASON {
        at("reason", "请写明谁在什么时候提出、依据是什么。");
    } else if length > LONGEST_REASON {
        at("reason", "请控制在 300 字以内。");
    } else if [recipient::NAME, recipient::FORMER_NAME, recipient::ID_NUMBER, recipient::PHONE]
        .iter()
        .map(|field| text(&person.fields, field).trim())
        .any(|value| value.chars().count() > 1 && reason.contains(value))
    {
        at("reason", "删除记录要长期保存，这里不要写姓名、证件号和电话，可写“本人”“监护人”。");
    }
    findings
}

/// The person's record, everything that names her as its person, what belongs to that in turn, and remarks, reviews and files on it.
fn records_of(context: &Context, person: &Row) -> Result<Vec<(String, String)>, CommandError> {
    let mut found = vec![(recipient::KIND.to_owned(), person.id.clone())];
    let mut known: BTreeSet<String> = BTreeSet::from([person.id.clone()]);
    let mut newest = vec![(recipient::KIND.to_owned(), vec![person.id.clone()])];
    while let Some((owner, ids)) = newest.pop() {
        for kind in &dictionary().kinds {
            let mut own = BTreeSet::new();
            for field in pointing_at(kind, &owner) {
                own.extend(ids_where(context, &kind.name, field, &ids)?);
            }
            let own: Vec<String> = own.into_iter().filter(|id| known.insert(id.clone())).collect();
            found.extend(own.iter().map(|id| (kind.name.clone(), id.clone())));
            if !own.is_empty() {
                newest.push((kind.name.clone(), own));
            }
        }
    }
    Ok(found)
}

/// Fields of a kind that hold the id of an owner: references to its kind, and the target of what may stand on any record.
fn pointing_at<'k>(kind: &'k Kind, owner: &str) -> Vec<&'k str> {
    let on_any = kind.field(attachment::TARGET_KIND).is_some();
    let refers = |field: &Field| field.kind == FieldType::Reference && field.refers.as_deref() == Some(owner);
    let points = kind.fields.iter().filter(|field| refers(field) || (on_any && field.name == attachment::TARGET));
    points.map(|field| field.name.as_str()).collect()
}

fn ids_where(context: &Context, kind: &str, field: &str, values: &[String]) -> Result<Vec<String>, CommandError> {
    let query = Query { deleted: true, ..Query::of(kind) }.and(field, Test::In, values.to_vec());
    let rows = context.store.columns(&query, &["id"])?;
    Ok(rows.iter().filter_map(|row| row[0].as_str().map(str::to_owned)).collect())
}
