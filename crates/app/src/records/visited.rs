//! Visits of people: when somebody was visited last and is to be visited next. What her visits say stands in her row; when the next one
//! is due `domain::next_visit` tells, also of who was never visited. Every page, ledger and reminder asks here.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use chrono::{Days, NaiveDate};
use domain::dates::stored;
use domain::fields::{import_batch, recipient};
use domain::next_visit::{self, Newest, Person, Since};
use domain::on_file::{File, Holding, birth};
use domain::visit::Frequencies;
use serde_json::Value;
use store::visited::{LAST, NEWEST, NEWEST_DATE, NEWEST_RESULT, NEXT};
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::{first_ms, local_time};
use crate::people::on_file;

/// When someone was visited last and is to be visited next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visited {
    /// Last effective visit.
    pub(crate) last: Option<String>,
    /// When the next one is due; nothing for who is on file no more.
    pub(crate) next: Option<String>,
    /// The newest visit, whatever came of it; nothing for who was never visited.
    pub(crate) newest: Option<String>,
}

/// What of a person's row is read.
const READ: [&str; 8] =
    ["id", recipient::DEATH_DATE, recipient::LEFT_DATE, NEWEST, NEWEST_DATE, NEWEST_RESULT, NEXT, LAST];

/// What stands in the row of a file.
#[derive(Clone, Default)]
struct Known {
    stands: bool,
    newest: Option<(String, Newest)>,
    last: Option<String>,
}

/// Last and next visits of these people. What the newest visit says of the next date holds, also when nobody was at home; an older date
/// is settled by it. Of several files of one person the newest visit counts.
pub(crate) fn visited(context: &Context, ids: &[String]) -> Result<BTreeMap<String, Visited>, CommandError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    visited_of(context, Query { deleted: true, ..Query::of(recipient::KIND) }.and("id", Test::In, ids.to_vec()))
}

/// The same of the people who answer.
pub(crate) fn visited_of(context: &Context, people: Query) -> Result<BTreeMap<String, Visited>, CommandError> {
    let merges = context.merges()?;
    let mut known = read(context, &people)?;
    let others: BTreeSet<String> = known.keys().flat_map(|id| merges.same_person(merges.standing(id))).collect();
    let others: Vec<String> = others.into_iter().filter(|id| !known.contains_key(id)).collect();
    let beside = match others.is_empty() {
        true => BTreeMap::new(),
        false => read(context, &Query::of(recipient::KIND).and("id", Test::In, others))?,
    };
    if !merges.is_empty() {
        let alone = known.clone();
        for (id, one) in &mut known {
            for file in merges.same_person(merges.standing(id)) {
                if let Some(other) = alone.get(&file).or_else(|| beside.get(&file)) {
                    one.take_newer(other);
                }
            }
        }
    }
    let undated = |one: &Known| one.stands && one.newest.as_ref().is_none_or(|(_, newest)| newest.next.is_none());
    let undated: Vec<String> = known.iter().filter(|(_, one)| undated(one)).map(|(id, _)| id.clone()).collect();
    let by_frequency = by_frequency(context, &known, &undated)?;
    let answer = |(id, one): (String, Known)| {
        let set = one.newest.as_ref().and_then(|(_, newest)| newest.next).filter(|_| one.stands);
        let next = set.or_else(|| by_frequency.get(&id).copied()).map(|day| day.to_string());
        (id, Visited { last: one.last, next, newest: one.newest.map(|(visit, _)| visit) })
    };
    Ok(known.into_iter().map(answer).collect())
}

/// Those of these people whose next visit is due by a day.
pub(crate) fn due_by(
    context: &Context,
    people: &Query,
    day: NaiveDate,
) -> Result<BTreeMap<String, Visited>, CommandError> {
    let dated = people.clone().and(NEXT, Test::AtMost, day.to_string());
    let mut found = visited_of(context, dated)?;
    found.extend(visited_of(context, people.clone().and(NEXT, Test::IsNull, Value::Null))?);
    let merges = context.merges()?;
    let several: BTreeSet<String> = merges.pairs().map(|(_, stands)| stands.to_owned()).collect();
    if !several.is_empty() {
        found.extend(visited_of(context, people.clone().and("id", Test::In, Vec::from_iter(several)))?);
    }
    let day = day.to_string();
    found.retain(|_, visits| visits.next.as_ref().is_some_and(|next| *next <= day));
    Ok(found)
}

/// Before today.
pub(crate) fn overdue(context: &Context, day: Option<&str>) -> bool {
    day.and_then(|day| day.parse::<NaiveDate>().ok()).is_some_and(|day| day < context.today)
}

fn read(context: &Context, people: &Query) -> Result<BTreeMap<String, Known>, CommandError> {
    let merges = context.merges()?;
    let mut found = BTreeMap::new();
    for row in context.store.columns(people, &READ)? {
        let [id, death, left, newest, newest_date, result, next, last] = row.as_slice() else {
            continue;
        };
        let of = |value: &Value| value.as_str().and_then(stored);
        let id = id.as_str().unwrap_or_default().to_owned();
        let file = File { death: of(death), left: of(left), merged: merges.is_merged(&id), ..File::default() };
        let said =
            Newest { date: of(newest_date), result: result.as_str().unwrap_or_default().to_owned(), next: of(next) };
        let known = Known {
            stands: file.stands(context.today),
            newest: newest.as_str().map(|visit| (visit.to_owned(), said)),
            last: last.as_str().map(str::to_owned),
        };
        found.insert(id, known);
    }
    Ok(found)
}

impl Known {
    fn take_newer(&mut self, other: &Known) {
        let day = |known: &Known| known.newest.as_ref().and_then(|(_, newest)| newest.date);
        if other.newest.is_some() && (self.newest.is_none() || day(other) > day(self)) {
            self.newest = other.newest.clone();
        }
        self.last = self.last.take().max(other.last.clone());
    }
}

/// When those are due for whom no visit has set a date.
fn by_frequency(
    context: &Context,
    known: &BTreeMap<String, Known>,
    ids: &[String],
) -> Result<HashMap<String, NaiveDate>, CommandError> {
    const ASKED: [&str; 4] =
        [recipient::BIRTH_DATE, recipient::ID_NUMBER, recipient::FILE_CREATED, recipient::RISK_LEVEL];
    let rows = context.list_in(&Query::of(recipient::KIND).only(&ASKED), "id", ids)?;
    let held = on_file::held(context, &rows, context.today)?;
    let every = frequencies(context)?;
    let mut due = HashMap::new();
    for row in &rows {
        let held: Vec<_> = held.get(&row.id).into_iter().flatten().map(|row| Holding::read(&row.fields).held).collect();
        let person = Person {
            birth: birth(&row.fields, context.today),
            held: &held,
            risk: text(&row.fields, recipient::RISK_LEVEL),
        };
        let newest = known.get(&row.id).and_then(|one| one.newest.as_ref()).map(|(_, newest)| newest);
        let since = match newest {
            Some(_) => Since::Filed(context.today),
            None => since(context, row)?,
        };
        due.extend(next_visit::due(newest, since, &person, every).map(|day| (row.id.clone(), day)));
    }
    Ok(due)
}

/// Since when somebody never visited waits: the day of her file, or the day on which a ledger brought her.
fn since(context: &Context, row: &Row) -> Result<Since, CommandError> {
    let came = local_time(row.created_ms).date_naive();
    let filed = date(&row.fields, recipient::FILE_CREATED).unwrap_or(came);
    let imports = context.kept(|| Imports::load(context))?;
    let Some(cohort) = imports.of(context, &row.station, came)? else {
        return Ok(Since::Filed(filed));
    };
    let imported = |place: &usize| Since::Imported { day: came, place: *place, of: cohort.len() };
    Ok(cohort.get(&row.id).map_or(Since::Filed(filed), imported))
}

/// Everybody who came in on one day at one station, with her place in the order of villages.
type Cohort = HashMap<String, usize>;

/// Days on which ledgers were taken in, and who came in on them.
struct Imports {
    days: BTreeSet<(String, NaiveDate)>,
    cohorts: std::cell::RefCell<BTreeMap<(String, NaiveDate), Rc<Cohort>>>,
}

impl Imports {
    fn load(context: &Context) -> Result<Imports, CommandError> {
        let batches = context.list(&Query::of(import_batch::KIND).only(&[import_batch::DATE]))?;
        let days = batches.iter().filter_map(|row| Some((row.station.clone(), date(&row.fields, import_batch::DATE)?)));
        Ok(Imports { days: days.collect(), cohorts: Default::default() })
    }

    fn of(&self, context: &Context, station: &str, day: NaiveDate) -> Result<Option<Rc<Cohort>>, CommandError> {
        let key = (station.to_owned(), day);
        if !self.days.contains(&key) {
            return Ok(None);
        }
        if let Some(known) = self.cohorts.borrow().get(&key) {
            return Ok(Some(Rc::clone(known)));
        }
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        let came = context.of_station(recipient::KIND, Some(station)).and("created_ms", Test::AtLeast, first_ms(day));
        let mut came: Vec<(String, String)> = context
            .store
            .columns(&came.and("created_ms", Test::Less, first_ms(next)), &[recipient::VILLAGE, "id"])?
            .into_iter()
            .map(|row| {
                let of = |place: usize| row[place].as_str().unwrap_or_default().to_owned();
                (of(0), of(1))
            })
            .collect();
        came.sort_unstable();
        let cohort: Cohort = came.into_iter().enumerate().map(|(place, (_, id))| (id, place)).collect();
        let cohort = Rc::new(cohort);
        self.cohorts.borrow_mut().insert(key, Rc::clone(&cohort));
        Ok(Some(cohort))
    }
}

/// How often the county wants people visited.
pub(crate) fn frequencies(context: &Context) -> Result<Frequencies, CommandError> {
    let usual = Frequencies::default();
    let months = |name: &str, usual: i32| {
        Ok::<_, CommandError>(context.number_parameter(name)?.map_or(usual, |number| number as i32))
    };
    Ok(Frequencies {
        high_days: context
            .number_parameter(domain::parameters::VISIT_HIGH_RISK_DAYS)?
            .map_or(usual.high_days, u64::from),
        key_months: months(domain::parameters::VISIT_KEY_MONTHS, usual.key_months)?,
        general_months: months(domain::parameters::VISIT_GENERAL_MONTHS, usual.general_months)?,
    })
}
