//! The counting rules of the brief (12-rules R19–R20, 14-decisions): one place, used by the brief, the home page and the
//! county's table. Lines for what this program cannot record do not exist here, so they can never be printed as 0.

mod cases;
mod visits;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::brief::{CaseFact, Facts, Figure, Figures, NoteFact, RecipientFact, TrendPoint, VisitFact};
use crate::dictionary::dictionary;
use crate::period::{Month, Period};
use crate::visit::is_effective;

/// All figures of a period.
pub fn figures(facts: &Facts, period: Period) -> Figures {
    let counting = Counting::of(facts, period);
    let mut list = List::default();
    counting.service(&mut list);
    counting.visits(&mut list);
    counting.register(&mut list);
    counting.cases(&mut list);
    counting.areas(&mut list);
    Figures { period, figures: list.0 }
}

/// The four numbers of the trend, without the rest.
pub(crate) fn trend_point(facts: &Facts, month: Month) -> TrendPoint {
    let counting = Counting::of(facts, month.period());
    let mut list = List::default();
    counting.service(&mut list);
    let value = |code: &str| list.0.iter().find(|figure| figure.code == code).and_then(|figure| figure.value);
    TrendPoint {
        month: month.to_string(),
        person_times: value("service.person_times").unwrap_or(0),
        persons: value("service.persons").unwrap_or(0),
        visits: counting.effective.len() as u64,
        sessions: counting.notes.len() as u64,
    }
}

#[derive(Default)]
struct List(Vec<Figure>);

impl List {
    /// A count of records that is also the figure.
    fn count(&mut self, code: &str, label: &str, unit: &str, kind: &str, ids: Vec<String>) -> &mut Figure {
        let value = ids.len() as u64;
        self.sum(code, label, unit, kind, ids, value)
    }

    /// A figure whose value is not the number of records behind it.
    fn sum(&mut self, code: &str, label: &str, unit: &str, kind: &str, ids: Vec<String>, value: u64) -> &mut Figure {
        let at = self.0.len();
        self.0.push(Figure {
            code: code.into(),
            label: label.into(),
            unit: unit.into(),
            group: None,
            value: Some(value),
            whole: None,
            kind: kind.into(),
            ids,
        });
        &mut self.0[at]
    }
}

/// What counts in the period, looked up once.
struct Counting<'a> {
    facts: &'a Facts,
    period: Period,
    recipients: HashMap<&'a str, &'a RecipientFact>,
    /// All visits of the period that count (R11).
    all: Vec<&'a VisitFact>,
    /// Of these the effective ones.
    effective: Vec<&'a VisitFact>,
    /// Progress notes of the period with their case, where the case counts.
    notes: Vec<(&'a NoteFact, &'a CaseFact)>,
}

fn ids<'a>(ids: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    ids.into_iter().cloned().collect()
}

impl<'a> Counting<'a> {
    fn of(facts: &'a Facts, period: Period) -> Counting<'a> {
        let cases: HashMap<&str, &CaseFact> = facts.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        let all: Vec<_> = facts.visits.iter().filter(|v| period.contains(v.date) && v.service.counted).collect();
        let notes = facts.notes.iter().filter(|note| period.contains(note.date));
        Counting {
            facts,
            period,
            recipients: facts.recipients.iter().map(|recipient| (recipient.id.as_str(), recipient)).collect(),
            effective: all.iter().copied().filter(|visit| is_effective(&visit.result)).collect(),
            all,
            notes: notes
                .filter_map(|note| Some((note, *cases.get(note.case.as_str())?)))
                .filter(|(_, case)| case.service.counted)
                .collect(),
        }
    }

    /// Records of recipients, one for each person, in a settled order.
    fn persons(&self, recipients: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut seen = HashSet::new();
        let sorted: BTreeSet<&str> = recipients.collect();
        sorted.into_iter().filter(|id| seen.insert(self.person(id))).map(str::to_owned).collect()
    }

    /// Who a recipient is (R25); by himself where nobody said.
    fn person<'b>(&'b self, recipient: &'b str) -> &'b str {
        let known = self.recipients.get(recipient).map(|known| known.person.as_str());
        known.filter(|person| !person.is_empty()).unwrap_or(recipient)
    }

    fn present(notes: &[(&NoteFact, &CaseFact)]) -> u64 {
        notes.iter().map(|(note, _)| u64::from(note.present)).sum()
    }

    /// 服务人数, 服务人次.
    fn service(&self, list: &mut List) {
        let visited = self.effective.iter().map(|visit| visit.recipient.as_str());
        let in_session =
            self.notes.iter().filter(|(note, _)| note.present > 0).map(|(_, case)| case.recipient.as_str());
        list.count("service.persons", "服务人数", "人", "recipient", self.persons(visited.chain(in_session)));
        let times = self.effective.len() as u64 + Self::present(&self.notes);
        let behind = self.effective.iter().map(|visit| &visit.id).chain(self.notes.iter().map(|(note, _)| &note.id));
        list.sum("service.person_times", "服务人次", "人次", "visit,progress_note", ids(behind), times);
    }

    /// By area and by service item: effective visits and sessions; what was not effective enters neither.
    fn areas(&self, list: &mut List) {
        for area in &dictionary().code_table("area").expect("compiled in").entries {
            let visits: Vec<_> = self.effective.iter().filter(|visit| visit.service.area == area.code).collect();
            let notes: Vec<_> = self.notes.iter().filter(|(_, case)| case.service.area == area.code).copied().collect();
            let behind = ids(visits.iter().map(|visit| &visit.id).chain(notes.iter().map(|(note, _)| &note.id)));
            let times = visits.len() as u64 + Self::present(&notes);
            let times = list.sum(
                &format!("area.{}.times", area.code),
                &area.label,
                "人次",
                "visit,progress_note",
                behind,
                times,
            );
            times.group = Some("area.times".into());
            let visited = visits.iter().map(|visit| visit.recipient.as_str());
            let in_session = notes.iter().filter(|(note, _)| note.present > 0).map(|(_, case)| case.recipient.as_str());
            let persons = self.persons(visited.chain(in_session));
            let persons = list.count(&format!("area.{}.persons", area.code), &area.label, "人", "recipient", persons);
            persons.group = Some("area.persons".into());
        }
        let items: BTreeSet<&str> = self.effective.iter().map(|visit| visit.service.item.as_str()).collect();
        let of_cases = self.notes.iter().map(|(_, case)| case.service.item.as_str());
        for item in items.into_iter().chain(of_cases).filter(|item| !item.is_empty()).collect::<BTreeSet<_>>() {
            let visits: Vec<_> = self.effective.iter().filter(|visit| visit.service.item == item).collect();
            let notes: Vec<_> = self.notes.iter().filter(|(_, case)| case.service.item == item).copied().collect();
            let behind = ids(visits.iter().map(|visit| &visit.id).chain(notes.iter().map(|(note, _)| &note.id)));
            let (label, times) =
                (dictionary().label("service_item", item), visits.len() as u64 + Self::present(&notes));
            let figure = list.sum(&format!("item.{item}"), label, "人次", "visit,progress_note", behind, times);
            figure.group = Some("item".into());
        }
    }
}
