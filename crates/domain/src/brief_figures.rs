//! The counting rules of the brief (R11, R19, R20, R25, R26): one place, a file for each family. What home, board and lists show of
//! a month is taken from here by `month_figures`. Lines for what this program cannot record do not exist here, so they can never be
//! printed as 0.

mod activities;
mod cases;
mod groups;
mod resources;
mod visits;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use crate::brief::{
    Brief, CaseFact, Facts, Figure, Figures, NoteFact, RecipientFact, ServiceFact, TrendPoint, VisitFact,
};
use crate::community_activity::ActivityFact;
use crate::dictionary::dictionary;
use crate::fields::recipient;
use crate::group::{GroupFact, SessionFact};
use crate::period::{Month, Period, Spans};
use crate::visit::is_effective;

/// All figures of a period, with the records behind each.
pub fn figures(facts: &Facts, period: Period) -> Figures {
    counted(&Counting::of(facts, &People::of(facts), period), List { figures: Vec::new(), names: true })
}

/// Everything that a report shows in numbers, its people looked up once for all its periods.
pub(crate) fn of_spans(facts: &Facts, spans: &Spans, today: NaiveDate) -> Brief {
    let people = People::of(facts);
    let of = |period: Period| Counting::of(facts, &people, period);
    Brief {
        this: counted(&of(spans.this), List { figures: Vec::new(), names: true }),
        previous: spans.previous.map(|period| of(period).numbers()),
        year_to_date: spans.year_to_date.map(|period| of(period).numbers()),
        trend: spans.trend(today).map(|month| trend_point(facts, &people, month)).collect(),
    }
}

fn counted(counting: &Counting, mut list: List) -> Figures {
    let served = counting.served();
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
    Figures { period: counting.period, figures: list.figures }
}

/// The four numbers of the trend, without the rest.
fn trend_point(facts: &Facts, people: &People, month: Month) -> TrendPoint {
    let counting = Counting::of(facts, people, month.period());
    let mut list = List { figures: Vec::new(), names: false };
    counting.service(&counting.served(), &mut list);
    let value = |code: &str| list.figures.iter().find(|figure| figure.code == code).and_then(|figure| figure.value);
    TrendPoint {
        month: month.to_string(),
        person_times: value("service.person_times").unwrap_or(0),
        persons: value("service.persons").unwrap_or(0),
        visits: counting.effective.len() as u64,
        sessions: counting.notes.len() as u64,
    }
}

struct List {
    figures: Vec<Figure>,
    /// The records behind each are named.
    names: bool,
}

impl List {
    /// A count of records that is also the figure.
    fn count<'r>(
        &mut self,
        code: &str,
        label: &str,
        unit: &str,
        kind: &str,
        ids: impl IntoIterator<Item = &'r str>,
    ) -> &mut Figure {
        if !self.names {
            let value = ids.into_iter().count() as u64;
            return self.sum(code, label, unit, kind, [], value);
        }
        let ids = Vec::from_iter(ids);
        let value = ids.len() as u64;
        self.sum(code, label, unit, kind, ids, value)
    }

    /// A figure whose value is not the number of records behind it.
    fn sum<'r>(
        &mut self,
        code: &str,
        label: &str,
        unit: &str,
        kind: &str,
        ids: impl IntoIterator<Item = &'r str>,
        value: u64,
    ) -> &mut Figure {
        let at = self.figures.len();
        let ids = if self.names { ids.into_iter().map(str::to_owned).collect() } else { Vec::new() };
        self.figures.push(Figure {
            code: code.into(),
            label: label.into(),
            unit: unit.into(),
            group: None,
            value: Some(value),
            whole: None,
            kind: kind.into(),
            ids,
        });
        &mut self.figures[at]
    }
}

/// Who each recipient is (R25), as a number: the same for the same person.
pub(crate) struct People<'a> {
    numbers: HashMap<&'a str, usize>,
    persons: usize,
}

impl<'a> People<'a> {
    pub(crate) fn of(facts: &'a Facts) -> People<'a> {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut number = |recipient: &'a RecipientFact| {
            // By herself where nobody said.
            let person = Some(recipient.person.as_str()).filter(|person| !person.is_empty());
            let next = known.len();
            (recipient.id.as_str(), *known.entry(person.unwrap_or(&recipient.id)).or_insert(next))
        };
        let numbers = facts.recipients.iter().map(&mut number).collect();
        People { numbers, persons: known.len() }
    }
}

/// Somebody, as told apart from others.
#[derive(PartialEq, Eq, Hash)]
enum Person<'a> {
    OnFile(usize),
    NotOnFile(&'a str),
}

/// What counts in the period, looked up once.
pub(crate) struct Counting<'a> {
    facts: &'a Facts,
    period: Period,
    people: &'a People<'a>,
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
    id: &'a str,
    /// Those on file who were served.
    recipients: Vec<&'a str>,
    times: u64,
    service: &'a ServiceFact,
}

/// Kinds of the records that serve people by 人次.
const SERVED: &str = "visit,progress_note,group_session,community_activity";

fn ids<'a, T: AsRef<str> + 'a, I: IntoIterator<Item = &'a T>>(
    ids: I,
) -> std::iter::Map<I::IntoIter, fn(&'a T) -> &'a str> {
    ids.into_iter().map(AsRef::as_ref)
}

/// What came of them by a text that they have, in one walk; in its order.
fn by<'a, T: Copy>(all: impl IntoIterator<Item = T>, text: impl Fn(T) -> &'a str) -> BTreeMap<&'a str, Vec<T>> {
    let mut found: BTreeMap<&str, Vec<T>> = BTreeMap::new();
    for one in all {
        found.entry(text(one)).or_default().push(one);
    }
    found
}

impl<'a> Counting<'a> {
    /// All figures, without the records behind them: of hundreds of thousands these cost more than the counting.
    pub(crate) fn numbers(&self) -> Figures {
        counted(self, List { figures: Vec::new(), names: false })
    }

    pub(crate) fn of(facts: &'a Facts, people: &'a People<'a>, period: Period) -> Counting<'a> {
        let cases: HashMap<&str, &CaseFact> = facts.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        let visits = facts.visits.iter().map(AsRef::as_ref);
        let all: Vec<&VisitFact> = visits.filter(|v| period.contains(v.date) && v.service.counted).collect();
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
            people,
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
    fn persons(&self, recipients: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let mut first: Vec<Option<&str>> = vec![None; self.people.persons];
        let mut not_on_file = HashSet::new();
        for id in recipients {
            match self.people.numbers.get(id) {
                Some(number) if first[*number].is_none_or(|known| id < known) => first[*number] = Some(id),
                Some(_) => {}
                None => drop(not_on_file.insert(id)),
            }
        }
        let mut found: Vec<&str> = first.into_iter().flatten().chain(not_on_file).collect();
        found.sort_unstable();
        found
    }

    /// Who a recipient is: the same for the same person.
    fn person<'b>(&self, recipient: &'b str) -> Person<'b> {
        self.people.numbers.get(recipient).map_or(Person::NotOnFile(recipient), |number| Person::OnFile(*number))
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
        list.sum("service.person_times", "服务人次", "人次", SERVED, served.iter().map(|one| one.id), times);
    }

    /// By area and by service item; what was not effective enters neither.
    fn areas(&self, served: &[Served<'a>], list: &mut List) {
        let mut areas = by(served, |one| &*one.service.area);
        for area in &dictionary().code_table("area").expect("compiled in").entries {
            let of_area = areas.remove(&*area.code).unwrap_or_default();
            let (behind, sum) = (of_area.iter().map(|one| one.id), of_area.iter().map(|one| one.times).sum());
            let times = list.sum(&format!("area.{}.times", area.code), &area.label, "人次", SERVED, behind, sum);
            times.group = Some("area.times".into());
            let persons = self.persons(of_area.iter().flat_map(|one| one.recipients.iter().copied()));
            let persons =
                list.count(&format!("area.{}.persons", area.code), &area.label, "人", recipient::KIND, persons);
            persons.group = Some("area.persons".into());
        }
        for (item, of_item) in by(served, |one| &*one.service.item).into_iter().filter(|(item, _)| !item.is_empty()) {
            let (behind, times) = (of_item.iter().map(|one| one.id), of_item.iter().map(|one| one.times).sum());
            let label = dictionary().label("service_item", item);
            let figure = list.sum(&format!("item.{item}"), label, "人次", SERVED, behind, times);
            figure.group = Some("item".into());
        }
    }
}
