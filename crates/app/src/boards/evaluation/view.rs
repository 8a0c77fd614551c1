//! A self-evaluation as it stands today: items with count, proposal, score and evidence; dimensions and grade; gaps, deductions and what is to
//! be put right.

use std::collections::BTreeMap;

use domain::dictionary::dictionary;
use domain::evaluation::{Item, Points, Scored, by_dimension, grade, propose};
use domain::fields::{rectification, self_evaluation, self_evaluation_score};
use store::{Query, Row, Test};

use crate::boards::evaluation::counts::Counts;
use crate::boards::evaluation::types::{
    Deduction, DimensionView, EvidenceView, Gap, ItemView, RectificationView, SelfEvaluationView,
};
use crate::boards::evaluation::{evidence, scores, year_of};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::schemes;

/// Self-evaluations of a year by one scheme.
pub(crate) struct OfScheme {
    scheme: String,
    /// Of each station, in order.
    pub(crate) views: Vec<SelfEvaluationView>,
}

impl OfScheme {
    /// Title of the scheme.
    pub(crate) fn title(&self) -> &str {
        self.views.first().map_or("", |view| &view.scheme)
    }
}

/// Those of a year, of a station or of every one, by scheme.
pub(crate) fn of_year(context: &Context, station: Option<&str>, year: i32) -> Result<Vec<OfScheme>, CommandError> {
    let finals = context.of_station(self_evaluation::KIND, station).finals();
    let rows = finals.and(self_evaluation::YEAR, Test::Eq, year).by("station", false).by("created_ms", false);
    let mut all: Vec<OfScheme> = Vec::new();
    for row in context.list(&rows)? {
        let (scheme, view) = (text(&row.fields, self_evaluation::EVALUATION_SCHEME), of_row(context, &row)?);
        match all.iter_mut().find(|one| one.scheme == scheme) {
            Some(known) => known.views.push(view),
            None => all.push(OfScheme { scheme: scheme.to_owned(), views: vec![view] }),
        }
    }
    Ok(all)
}

/// The evaluation of a record.
pub(crate) fn of_row(context: &Context, row: &Row) -> Result<SelfEvaluationView, CommandError> {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let scheme = schemes::scheme(context, &of(self_evaluation::EVALUATION_SCHEME))?;
    let year = year_of(row);
    let counts = Counts::of(context, &row.station, year)?;
    let given = newest_by_item(scores(context, &row.id)?);
    let mut linked = evidence::of_evaluation(context, &row.id)?;
    let shown: Vec<ItemView> = scheme
        .items
        .iter()
        .map(|item| shown(item, &counts, given.get(&item.id), linked.remove(&item.id).unwrap_or_default()))
        .collect();
    let scored: Vec<Scored> = scheme
        .items
        .iter()
        .zip(&shown)
        .map(|(item, view)| Scored { item, score: view.score.as_deref().and_then(Points::parse) })
        .collect();
    let whole: Points = scored.iter().filter_map(|one| one.score).sum();
    let dimensions = by_dimension(&scheme, &scored).into_iter().map(|one| DimensionView {
        thousandths: thousandths(one.score, one.points),
        name: one.name,
        points: one.points.to_string(),
        score: one.score.to_string(),
    });
    let kind = kind_named(self_evaluation::KIND)?;
    Ok(SelfEvaluationView {
        id: row.id.clone(),
        station: row.station.clone(),
        station_name: context.station_name(&row.station),
        year,
        scheme: scheme.title.clone(),
        source: scheme.source.clone(),
        made_date: of(self_evaluation::MADE_DATE),
        summary: of(self_evaluation::SUMMARY),
        points: scheme.points.map(|points| points.to_string()).unwrap_or_default(),
        score: whole.to_string(),
        grade: grade(&scheme.grades, whole).map(|grade| grade.label.clone()).unwrap_or_default(),
        grades: scheme.grades.iter().map(|grade| format!("{} {}", grade.label, grade.from)).collect(),
        editable: context.may_write(kind, &row.station),
        dimensions: dimensions.collect(),
        gaps: shown.iter().zip(&scheme.items).flat_map(|(view, item)| gaps(view, item)).collect(),
        deductions: shown.iter().filter_map(deduction).collect(),
        tasks: tasks(context, row, &scheme.items)?,
        items: shown,
    })
}

pub(super) fn newest_by_item(scores: Vec<Row>) -> BTreeMap<String, Row> {
    let mut by_item = BTreeMap::new();
    for row in scores {
        by_item.entry(text(&row.fields, self_evaluation_score::ITEM).to_owned()).or_insert(row);
    }
    by_item
}

fn shown(item: &Item, counts: &Counts, given: Option<&Row>, evidence: Vec<EvidenceView>) -> ItemView {
    let counted = counts.shown(&item.figure);
    let of = |field: &str| given.map(|row| text(&row.fields, field).to_owned()).unwrap_or_default();
    let kinds = item.evidence.iter().map(|code| dictionary().label("evidence_kind", code).to_owned());
    let words = kinds.chain((!item.evidence_words.is_empty()).then(|| item.evidence_words.clone()));
    ItemView {
        id: item.id.clone(),
        no: item.no.clone(),
        dimension: item.dimension.clone(),
        content: item.content.clone(),
        points: item.points.map(|points| points.to_string()).unwrap_or_default(),
        method: item.method.clone(),
        evidence_words: words.collect::<Vec<_>>().join("、"),
        figure: if item.figure.is_empty() { String::new() } else { schemes::figure_label_of(&item.figure) },
        proposed: counted.counted.and_then(|counted| propose(item, counted)).map(|points| points.to_string()),
        counted: counted.text,
        lacks: counted.lacks,
        score: Some(of(self_evaluation_score::SCORE)).filter(|score| !score.is_empty()),
        reason: of(self_evaluation_score::REASON),
        evidence,
    }
}

/// What lacks at an item: its score, its evidence, what its count says is missing.
fn gaps(view: &ItemView, item: &Item) -> Vec<Gap> {
    let wants = !item.evidence.is_empty() || !item.evidence_words.is_empty();
    let words = [
        view.score.is_none().then(|| "还没有打分".to_owned()),
        (wants && view.evidence.is_empty()).then(|| format!("没有佐证材料，需要：{}", view.evidence_words)),
        (!view.lacks.is_empty()).then(|| format!("缺：{}", view.lacks.join("、"))),
    ];
    let gap = |what: String| Gap { item: view.id.clone(), no: view.no.clone(), content: view.content.clone(), what };
    words.into_iter().flatten().map(gap).collect()
}

fn deduction(view: &ItemView) -> Option<Deduction> {
    let (points, score) = (Points::parse(&view.points)?, Points::parse(view.score.as_deref()?)?);
    let lost = points.less(score);
    (lost > Points::NONE).then(|| Deduction {
        no: view.no.clone(),
        dimension: view.dimension.clone(),
        content: view.content.clone(),
        points: points.to_string(),
        score: score.to_string(),
        lost: lost.to_string(),
        reason: view.reason.clone(),
    })
}

fn tasks(context: &Context, evaluation: &Row, items: &[Item]) -> Result<Vec<RectificationView>, CommandError> {
    let of = Query::of(rectification::KIND).and(rectification::SELF_EVALUATION, Test::Eq, evaluation.id.clone());
    let rows = context.list(&of.by(rectification::DUE_DATE, false).finals())?;
    let task = |row: &Row| {
        let said = |field: &str| text(&row.fields, field).to_owned();
        let item = items.iter().find(|item| item.id == text(&row.fields, rectification::ITEM));
        RectificationView {
            id: row.id.clone(),
            no: item.map(|item| item.no.clone()).unwrap_or_default(),
            content: said(rectification::CONTENT),
            due_date: said(rectification::DUE_DATE),
            worker: context.staff_name(text(&row.fields, rectification::WORKER)),
            done_date: said(rectification::DONE_DATE),
        }
    };
    Ok(rows.iter().map(task).collect())
}

fn thousandths(score: Points, points: Points) -> u32 {
    let (part, whole) = (score.hundredths() as usize, points.hundredths() as usize);
    domain::rate::Rate { part, whole }.thousandths().unwrap_or(0) as u32
}
