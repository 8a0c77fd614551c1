//! Evidence of a self-evaluation: records that are there already, linked to an item by number. Nothing is copied; who may not read a record does
//! not see it here either.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::dictionary::{Kind, dictionary};
use domain::fields::{attachment, self_evaluation, self_evaluation_evidence};
use serde_json::{Value, json};
use store::{Query, Row, Test};

use crate::boards::evaluation::types::{
    EvidenceChoice, EvidenceRequest, EvidenceView, LinkEvidence, SelfEvaluationView,
};
use crate::boards::evaluation::view;
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::check::{self, Form};
use crate::records::labels::{self, Titles};
use crate::records::schemes;

/// Most records of a kind that are offered.
const OFFERED: u64 = 200;

/// Evidence by item, in the order of its numbers.
pub(super) fn of_evaluation(
    context: &Context,
    evaluation: &str,
) -> Result<BTreeMap<String, Vec<EvidenceView>>, CommandError> {
    let rows = context.list(&links(evaluation).by(self_evaluation_evidence::EVIDENCE_NO, false))?;
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        let (kind, id) = target(row);
        ids.entry(kind.to_owned()).or_default().push(id.to_owned());
    }
    let mut told: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    for (kind, ids) in ids.iter().filter_map(|(kind, ids)| Some((dictionary().kind(kind)?, ids))) {
        let found = context.list_in(&Query { deleted: true, ..Query::of(&kind.name) }, "id", ids)?;
        let titles = Titles::for_rows(context, kind, &found)?;
        for row in &found {
            let gone = if row.deleted_reason.is_some() { "（已删除）" } else { "" };
            let title = format!("{}{gone}", labels::title(context, kind, &row.fields, &titles));
            told.insert((kind.name.clone(), row.id.clone()), (title, day(kind, row)));
        }
    }
    let mut by_item: BTreeMap<String, Vec<EvidenceView>> = BTreeMap::new();
    for row in &rows {
        let (kind, id) = target(row);
        let known = told.get(&(kind.to_owned(), id.to_owned())).cloned();
        let (title, date) = known.unwrap_or_else(|| ("（这台电脑上没有或不能查看）".to_owned(), String::new()));
        by_item.entry(text(&row.fields, self_evaluation_evidence::ITEM).to_owned()).or_default().push(EvidenceView {
            id: row.id.clone(),
            no: text(&row.fields, self_evaluation_evidence::EVIDENCE_NO).to_owned(),
            record: RecordRef { kind: kind.to_owned(), id: id.to_owned() },
            label: label(kind),
            title,
            date,
        });
    }
    Ok(by_item)
}

/// Records of the year that an item names as evidence, the newest first.
pub(crate) fn choices(pc: &Pc, request: EvidenceRequest) -> Result<Vec<EvidenceChoice>, CommandError> {
    let context = Context::of(pc)?;
    let evaluation = context.row(self_evaluation::KIND, &request.id)?;
    let scheme = schemes::scheme(&context, text(&evaluation.fields, self_evaluation::EVALUATION_SCHEME))?;
    let item = scheme.items.iter().find(|item| item.id == request.item);
    let item = item.ok_or_else(|| CommandError::not_found("这个评分项"))?;
    let year = evaluation.fields.get(self_evaluation::YEAR).and_then(Value::as_i64).unwrap_or_default();
    let linked = linked_to(&context, &request.id, &request.item)?;
    let mut choices = Vec::new();
    for kind in item.evidence.iter().filter_map(|code| dictionary().kind(code)) {
        let mut query = context.of_station(&kind.name, Some(&evaluation.station)).finals();
        if let Some(dated) = &kind.date {
            query = query.and(dated, Test::NoneOrAtMost, format!("{year}-12-31")).by(dated, true);
            if kind.counts_in_month {
                query = query.and(dated, Test::AtLeast, format!("{year}-01-01"));
            }
        }
        let rows = context.list(&Query { limit: Some(OFFERED), ..query.by("created_ms", true) })?;
        let titles = Titles::for_rows(&context, kind, &rows)?;
        choices.extend(rows.iter().map(|row| EvidenceChoice {
            record: RecordRef { kind: kind.name.clone(), id: row.id.clone() },
            label: label(&kind.name),
            title: labels::title(&context, kind, &row.fields, &titles),
            date: day(kind, row),
            linked: linked.contains(&row.id),
        }));
    }
    Ok(choices)
}

/// Links records to an item, each under the next number. One that is linked already stays as it is.
pub(crate) fn link(pc: &Pc, request: LinkEvidence) -> Result<SelfEvaluationView, CommandError> {
    let context = Context::of(pc)?;
    let evaluation = context.row(self_evaluation::KIND, &request.id)?;
    let scheme = schemes::scheme(&context, text(&evaluation.fields, self_evaluation::EVALUATION_SCHEME))?;
    let item = scheme.items.iter().find(|item| item.id == request.item);
    let item = item.ok_or_else(|| CommandError::not_found("这个评分项"))?;
    let kind = kind_named(self_evaluation_evidence::KIND)?;
    let linked = linked_to(&context, &request.id, &request.item)?;
    let mut number = last_number(&context, &request.id, &item.no)?;
    let mut writes = Vec::new();
    for record in request.records.iter().filter(|record| !linked.contains(&record.id)) {
        let target = context.row(&record.kind, &record.id)?;
        if target.station != evaluation.station && !target.station.is_empty() {
            return Err(CommandError::not_allowed("这条记录属于别的站点，不能作本站的佐证。"));
        }
        number += 1;
        let fields = [
            (self_evaluation_evidence::SELF_EVALUATION, json!(request.id)),
            (self_evaluation_evidence::ITEM, json!(request.item)),
            (self_evaluation_evidence::EVIDENCE_NO, json!(format!("{}-{number:02}", item.no))),
            (self_evaluation_evidence::TARGET_KIND, json!(record.kind)),
            (self_evaluation_evidence::TARGET, json!(record.id)),
        ];
        let fields: Payload = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        writes.extend(check::ready(&context, kind, Form { fields, ..Form::default() })?.write);
    }
    if !writes.is_empty() {
        context.save(context.audience(kind, &evaluation.station), writes)?;
    }
    view::of_row(&context, &evaluation)
}

fn links(evaluation: &str) -> Query {
    Query::of(self_evaluation_evidence::KIND).and(self_evaluation_evidence::SELF_EVALUATION, Test::Eq, evaluation)
}

fn linked_to(context: &Context, evaluation: &str, item: &str) -> Result<Vec<String>, CommandError> {
    let rows = context.list(&links(evaluation).and(self_evaluation_evidence::ITEM, Test::Eq, item))?;
    Ok(rows.iter().map(|row| target(row).1.to_owned()).collect())
}

/// The last number that was given under an item, to a link that was taken away too: a number means one thing for good.
fn last_number(context: &Context, evaluation: &str, item_no: &str) -> Result<u32, CommandError> {
    let all = Query { deleted: true, ..links(evaluation) };
    let numbers = context.store.whole().columns(&all, &[self_evaluation_evidence::EVIDENCE_NO])?;
    let own = |no: &str| no.strip_prefix(item_no)?.strip_prefix('-')?.parse().ok();
    Ok(numbers.into_iter().flatten().filter_map(|no| own(no.as_str()?)).max().unwrap_or(0))
}

fn target(row: &Row) -> (&str, &str) {
    let of = |field: &str| text(&row.fields, field);
    (of(self_evaluation_evidence::TARGET_KIND), of(self_evaluation_evidence::TARGET))
}

fn label(kind: &str) -> String {
    dictionary().kind(kind).map_or_else(|| kind.to_owned(), |kind| kind.label.clone())
}

fn day(kind: &Kind, row: &Row) -> String {
    let dated = kind.date.as_deref().unwrap_or(attachment::TAKEN_DATE);
    text(&row.fields, dated).to_owned()
}
