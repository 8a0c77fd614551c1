//! Facts that a report is made from, and its figures. Counting itself: `brief_figures.rs`; the words:
//! `report_text.rs`. The facts hold only final records that are not deleted; whoever gathers them sees to that.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::community_activity::ActivityFact;
use crate::group::{GroupFact, GroupRules};
use crate::on_file::{File, Holding};
use crate::period::{Period, Spans};
pub use crate::resource_facts::Dated;
use crate::resource_facts::ResourceFacts;
pub use crate::service::ServiceFact;
use crate::visit::Held;

/// Plain facts of one station, or of several for the county.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Recipients with their categories.
    pub recipients: Vec<RecipientFact>,
    /// Visits; of all facts the most, so that parts of a whole share them.
    pub visits: Vec<Arc<VisitFact>>,
    /// Cases, from the lead on.
    pub cases: Vec<CaseFact>,
    /// Progress notes.
    pub notes: Vec<NoteFact>,
    /// Closure reports.
    pub closures: Vec<CaseEvent>,
    /// Follow-ups after closure; never sessions.
    pub follow_ups: Vec<CaseEvent>,
    /// Mandatory reports.
    pub reports: Vec<Dated>,
    /// Referrals out.
    pub referrals: Vec<Dated>,
    /// Groups with members and sessions, whenever held.
    pub groups: Vec<GroupFact>,
    /// How the county counts groups.
    pub group_rules: GroupRules,
    /// Community activities that were held.
    pub activities: Vec<ActivityFact>,
    /// Policy publicity besides activities.
    pub publicity: Vec<PublicityFact>,
    /// Consultations.
    pub consultations: Vec<ConsultationFact>,
    /// Records of the kinds whose figure is how many there are (`Kind::counted`).
    pub counted: Vec<CountedFact>,
    /// Volunteers, resources, gifts, news, trainings, organisations, office work.
    pub resources: ResourceFacts,
}

/// A recipient.
#[derive(Debug, Clone, Default)]
pub struct RecipientFact {
    /// Record id.
    pub id: String,
    /// Who this is: the key of `persons::union`, or the id again. The same key is counted once.
    pub person: String,
    /// What decides whether the person counts.
    pub file: File,
    /// Categories with their dates, those of files that went into this one too.
    pub holdings: Vec<Holding>,
}

impl RecipientFact {
    /// Categories held on a day.
    pub fn held(&self, day: NaiveDate) -> impl Iterator<Item = &Held> {
        let birth = self.file.birth;
        self.holdings.iter().filter(move |holding| holding.holds(birth, day)).map(|holding| &holding.held)
    }
}

/// A visit. Texts that thousands of them have in common (a person's id, a code) are kept once by whoever reads them.
#[derive(Debug, Clone, Default)]
pub struct VisitFact {
    /// Record id.
    pub id: Arc<str>,
    /// Recipient visited.
    pub recipient: Arc<str>,
    /// Household, or empty.
    pub household: Arc<str>,
    /// Day.
    pub date: NaiveDate,
    /// Code of `contact_mode`.
    pub contact_mode: Arc<str>,
    /// Code of `visit_result`.
    pub result: Arc<str>,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
}

/// A case.
#[derive(Debug, Clone, Default)]
pub struct CaseFact {
    /// Record id.
    pub id: String,
    /// Recipient.
    pub recipient: String,
    /// 线索日期
    pub lead_date: Option<NaiveDate>,
    /// 开案日期
    pub open_date: Option<NaiveDate>,
    /// 重开日期, the last one.
    pub reopened_date: Option<NaiveDate>,
    /// The day it came to its present stage, where that is one after the work (closed, followed up, archived).
    pub ended: Option<NaiveDate>,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
}

/// A progress note: one session.
#[derive(Debug, Clone, Default)]
pub struct NoteFact {
    /// Record id.
    pub id: String,
    /// Case.
    pub case: String,
    /// Day.
    pub date: NaiveDate,
    /// Recipients present, for the person-times.
    pub present: u32,
    /// Minutes, as far as known.
    pub minutes: u32,
}

/// Something dated that belongs to a case.
#[derive(Debug, Clone, Default)]
pub struct CaseEvent {
    /// Record id.
    pub id: String,
    /// Case.
    pub case: String,
    /// Day.
    pub date: NaiveDate,
}

/// A session of policy publicity.
#[derive(Debug, Clone, Default)]
pub struct PublicityFact {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// 受众人次
    pub people: u32,
    /// 发放资料
    pub booklets: u32,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
}

/// A consultation.
#[derive(Debug, Clone, Default)]
pub struct ConsultationFact {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// 人次
    pub people: u32,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
}

/// A record that is counted as one.
#[derive(Debug, Clone, Default)]
pub struct CountedFact {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
}

/// One figure. Its code never changes meaning; a frozen brief keeps it as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// `visit.effective`, `case.new`, `area.A1.times`…
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// 人, 人次, 个…
    pub unit: String,
    /// The breakdown it belongs to (`visit.mode`, `area.times`…), for tables and charts; none for the main figures.
    pub group: Option<String>,
    /// The number; nothing when it cannot be computed (a rate of nobody).
    pub value: Option<u64>,
    /// Of a rate: the whole that `value` is a part of.
    pub whole: Option<u64>,
    /// Kind of the records behind it; `visit,progress_note` where they are of both.
    pub kind: String,
    /// Ids of the records behind it, so that it can be opened.
    pub ids: Vec<String>,
}

impl Figure {
    /// Nothing was counted.
    pub fn is_nothing(&self) -> bool {
        self.value.unwrap_or(0) == 0
    }

    /// It is a line of a long breakdown, which says again what a main figure says.
    pub fn is_breakdown(&self) -> bool {
        matches!(self.group.as_deref(), Some("item" | "category" | "visit.mode"))
    }

    /// What it is called in a table, where several groups have lines of the same name.
    pub fn full_label(&self) -> String {
        let before = match self.group.as_deref() {
            Some("area.times") => "服务人次 · ",
            Some("area.persons") => "服务人数 · ",
            _ => "",
        };
        format!("{before}{}", self.label)
    }

    /// As it is printed: `90%`, `12`, `—`.
    pub fn text(&self) -> String {
        match (self.value, self.whole) {
            (Some(part), Some(whole)) => crate::rate::Rate { part: part as usize, whole: whole as usize }.to_string(),
            (Some(value), None) => crate::amounts::printed(value, &self.unit),
            (None, _) => "—".to_owned(),
        }
    }
}

/// The figures of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Period.
    pub period: Period,
    /// In the order of the brief.
    pub figures: Vec<Figure>,
}

impl Figures {
    /// A figure by its code.
    pub fn get(&self, code: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.code == code)
    }

    /// The value of a figure, if there is one.
    pub fn value(&self, code: &str) -> Option<u64> {
        self.get(code)?.value
    }

    /// The figures of a breakdown.
    pub fn group(&self, group: &str) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |figure| figure.group.as_deref() == Some(group))
    }
}

/// One month of the twelve-month trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// `2026-11`.
    pub month: String,
    /// 服务人次
    pub person_times: u64,
    /// 服务人数
    pub persons: u64,
    /// 有效走访
    pub visits: u64,
    /// 个案节数
    pub sessions: u64,
}

/// Everything a report shows in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Its own period.
    pub this: Figures,
    /// The period before, where there is one: its numbers, without the records behind them.
    pub previous: Option<Figures>,
    /// The same from January to its last day, where that is another period.
    pub year_to_date: Option<Figures>,
    /// Its last twelve months, oldest first.
    pub trend: Vec<TrendPoint>,
}

/// Computes the figures of a report, as they are on a day.
pub fn brief(facts: &Facts, spans: &Spans, today: NaiveDate) -> Brief {
    crate::brief_figures::of_spans(facts, spans, today)
}

/// One figure that differs between two versions of a brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Before; `—` where it did not exist.
    pub before: String,
    /// Now.
    pub after: String,
    /// Records that came in.
    pub came: Vec<String>,
    /// Records that went out.
    pub went: Vec<String>,
}

/// What re-issuing changed: figures whose value or records differ.
pub fn compare(before: &Figures, after: &Figures) -> Vec<Changed> {
    let missing = |ids: &[String], from: &[String]| -> Vec<String> {
        let from: std::collections::HashSet<_> = from.iter().collect();
        ids.iter().filter(|id| !from.contains(id)).cloned().collect()
    };
    let mut changed = Vec::new();
    let gone = before.figures.iter().filter(|figure| after.get(&figure.code).is_none());
    for figure in after.figures.iter().chain(gone) {
        let (old, new) = (before.get(&figure.code), after.get(&figure.code));
        let shown = |figure: Option<&Figure>| figure.map_or("—".to_owned(), Figure::text);
        let ids = |figure: Option<&Figure>| figure.map(|figure| figure.ids.clone()).unwrap_or_default();
        let (old_ids, new_ids) = (ids(old), ids(new));
        let (came, went) = (missing(&new_ids, &old_ids), missing(&old_ids, &new_ids));
        if shown(old) != shown(new) || !came.is_empty() || !went.is_empty() {
            let (code, label) = (figure.code.clone(), figure.full_label());
            changed.push(Changed { code, label, before: shown(old), after: shown(new), came, went });
        }
    }
    changed
}
