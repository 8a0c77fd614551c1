//! The counting rules of the brief (R11, R19, R20, R25, R26): one place, a file for each family. What home, board and lists show of
//! a month is taken from here by `month_figures`. Lines for what this program cannot record do not exist here, so they can never be
//! printed as 0.

mod activities;
mod cases;
mod groups;
mod resources;
mod visits;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use crate::brief::{CaseFact, Facts, Figure, Figures, NoteFact, RecipientFact, ServiceFact, TrendPoint, VisitFact};
use crate::community_activity::ActivityFact;
use crate::dictionary::dictionary;
use crate::fields::recipient;
use crate::group::{GroupFact, SessionFact};
use crate::period::{Month, Period};
use crate::visit::is_effective;

/// All figures of a period.
pub fn figures(facts: &Facts, period: Period) -> Figures {
    let counting = Counting::of(facts, period);
    let served = counting.served();
    let mut list = List::default();
    counting.service(&served, &mut list);
    counting.visits(&mut list);
    counting.register(&mut list);
    counting.cases(&mut list);
    counting.groups(&mut list);
    counting.activities(&mut list);
    counting.reception(&mut list);
    counting.counted(&mut list);
    counting.resources(&mut list);
    counting.areas(&served, &mut list);
    Figures { period, figures: list.0 }
}

/// The four numbers of the trend, without the rest.
pub(crate) fn trend_point(facts: &Facts, month: Month) -> TrendPoint {
    let counting = Counting::of(facts, month.period());
    let mut list = List::default();
    counting.service(&counting.served(), &mut list);
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
pub(crate) struct Counting<'a> {
    facts: &'a Facts,
    period: Period,
    recipients: HashMap<&'a str, &'a RecipientFact>,
    /// All visits of the period that count (R11).
    all: Vec<&'a VisitFact>,
    /// Of these the effective ones.
    effective: Vec<&'a VisitFact>,
    /// Days of closure reports, by case.
    closed: HashMap<&'a str, Vec<NaiveDate>>,
    /// Progress notes of the period with their case, where the case counts and was not closed yet.
    notes: Vec<(&'a NoteFact, &'a CaseFact)>,
    /// Held sessions of the period with their group, where the group counts.
    sessions: Vec<(&'a GroupFact, &'a SessionFact)>,
    /// Activities of the period that count.
    activities: Vec<&'a ActivityFact>,
}

/// One service to people, as persons, person-times and areas are counted from it.
struct Served<'a> {
    id: &'a String,
    /// Those on file who were served.
    recipients: Vec<&'a str>,
    times: u64,
    service: &'a ServiceFact,
}

/// Kinds of the records that serve people by 人次.
const SERVED: &str = "visit,progress_note,group_session,community_activity";

fn ids<'a>(ids: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    ids.into_iter().cloned().collect()
}

impl<'a> Counting<'a> {
    pub(crate) fn of(facts: &'a Facts, period: Period) -> Counting<'a> {
        let cases: HashMap<&str, &CaseFact> = facts.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        let all: Vec<_> = facts.visits.iter().filter(|v| period.contains(v.date) && v.service.counted).collect();
        let notes = facts.notes.iter().filter(|note| period.contains(note.date));
        let mut closed: HashMap<&str, Vec<NaiveDate>> = HashMap::new();
        for closure in &facts.closures {
            closed.entry(&closure.case).or_default().push(closure.date);
        }
        let none = Vec::new();
        let is_session = |note: &NoteFact, case: &CaseFact| {
            let closed = closed.get(case.id.as_str()).unwrap_or(&none);
            case.service.counted && !cases::is_after_closing(case, closed, note.date)
        };
        Counting {
            facts,
            period,
            recipients: facts.recipients.iter().map(|recipient| (recipient.id.as_str(), recipient)).collect(),
            effective: all.iter().copied().filter(|visit| is_effective(&visit.result)).collect(),
            all,
            notes: notes
                .filter_map(|note| Some((note, *cases.get(note.case.as_str())?)))
                .filter(|(note, case)| is_session(note, case))
                .collect(),
            closed,
            sessions: facts
                .groups
                .iter()
                .filter(|group| group.service.counted)
                .flat_map(|group| group.held().map(move |session| (group, session)))
                .filter(|(_, session)| period.contains(session.date))
                .collect(),
            activities: facts.activities.iter().filter(|a| period.contains(a.date) && a.service.counted).collect(),
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

    /// Everything that serves people by 人次: effective visits, sessions of cases and groups, activities.
    fn served(&self) -> Vec<Served<'a>> {
        let visits = self.effective.iter().map(|visit| Served {
            id: &visit.id,
            recipients: vec![&visit.recipient],
            times: 1,
            service: &visit.service,
        });
        let notes = self.notes.iter().map(|(note, case)| Served {
            id: &note.id,
            recipients: (note.present > 0).then_some(case.recipient.as_str()).into_iter().collect(),
            times: note.present.into(),
            service: &case.service,
        });
        let sessions = self.sessions.iter().map(|(group, session)| Served {
            id: &session.id,
            recipients: group
                .members
                .iter()
                .filter(|member| !member.recipient.is_empty() && session.present.contains(&member.id))
                .map(|member| member.recipient.as_str())
                .collect(),
            times: session.present.len() as u64,
            service: &group.service,
        });
        let activities = self.activities.iter().map(|activity| Served {
            id: &activity.id,
            recipients: activity.recipients.iter().map(String::as_str).collect(),
            times: activity.person_times(),
            service: &activity.service,
        });
        visits.chain(notes).chain(sessions).chain(activities).collect()
    }

    /// 服务人数, 服务人次.
    fn service(&self, served: &[Served<'a>], list: &mut List) {
        let recipients = served.iter().flat_map(|one| one.recipients.iter().copied());
        list.count("service.persons", "服务人数", "人", recipient::KIND, self.persons(recipients));
        let times = served.iter().map(|one| one.times).sum();
        list.sum("service.person_times", "服务人次", "人次", SERVED, ids(served.iter().map(|one| one.id)), times);
    }

    /// By area and by service item; what was not effective enters neither.
    fn areas(&self, served: &[Served<'a>], list: &mut List) {
        for area in &dictionary().code_table("area").expect("compiled in").entries {
            let of_area: Vec<_> = served.iter().filter(|one| one.service.area == area.code).collect();
            let (behind, sum) = (ids(of_area.iter().map(|one| one.id)), of_area.iter().map(|one| one.times).sum());
            let times = list.sum(&format!("area.{}.times", area.code), &area.label, "人次", SERVED, behind, sum);
            times.group = Some("area.times".into());
            let persons = self.persons(of_area.iter().flat_map(|one| one.recipients.iter().copied()));
            let persons =
                list.count(&format!("area.{}.persons", area.code), &area.label, "人", recipient::KIND, persons);
            persons.group = Some("area.persons".into());
        }
        let items: BTreeSet<&str> = served.iter().map(|one| one.service.item.as_str()).collect();
        for item in items.into_iter().filter(|item| !item.is_empty()) {
            let of_item: Vec<_> = served.iter().filter(|one| one.service.item == item).collect();
            let (behind, times) = (ids(of_item.iter().map(|one| one.id)), of_item.iter().map(|one| one.times).sum());
            let label = dictionary().label("service_item", item);
            let figure = list.sum(&format!("item.{item}"), label, "人次", SERVED, behind, times);
            figure.group = Some("item".into());
        }
    }
}
