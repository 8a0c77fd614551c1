//! Values of paper and ledgers that are worked out from several records: age, categories in force, last visit, who is head
//! of the household, sessions of a case. One query per kind for as many people as there are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use domain::fields::{household_member, recipient, recipient_category, sign_plate, visit};
use domain::on_file::Holding;
use domain::path::Computed;
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::label;
use crate::people::on_file::{self, Member};
use crate::people::{self, household};
use crate::records::path_values::Reading;
use crate::records::visited::{Visited, visited};

/// What is known of people beyond their own record.
#[derive(Default)]
pub(crate) struct People {
    known: RefCell<BTreeMap<String, Known>>,
    /// The categories that a ledger is about.
    pub(crate) of: Vec<String>,
}

#[derive(Clone, Default)]
struct Known {
    categories: Vec<Row>,
    visited: Visited,
    /// The person's own entry among the members of the household.
    member: Option<Row>,
    /// The entry of the head of that household.
    head: Option<Row>,
    /// People of the household on file who hold the ledger's categories.
    covered: usize,
}

impl People {
    /// Fetches what is not known yet of these people.
    pub(crate) fn load(&self, context: &Context, ids: &[String]) -> Result<(), CommandError> {
        let new: Vec<String> = ids.iter().filter(|id| !self.known.borrow().contains_key(*id)).cloned().collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut found: BTreeMap<String, Known> = new.iter().map(|id| (id.clone(), Known::default())).collect();
        let files = context.list_in(&Query { deleted: true, ..Query::of(recipient::KIND) }, "id", &new)?;
        for (id, categories) in on_file::held(context, &files, context.today)? {
            found.entry(id).or_default().categories = categories;
        }
        for (id, visited) in visited(context, &new)? {
            found.entry(id).or_default().visited = visited;
        }
        self.households(context, &files, &mut found)?;
        self.known.borrow_mut().extend(found);
        Ok(())
    }

    fn households(
        &self,
        context: &Context,
        people: &[Row],
        found: &mut BTreeMap<String, Known>,
    ) -> Result<(), CommandError> {
        let houses: BTreeMap<String, String> = people
            .iter()
            .map(|row| (row.id.clone(), text(&row.fields, recipient::HOUSEHOLD).to_owned()))
            .filter(|(_, house)| !house.is_empty())
            .collect();
        let wanted: Vec<String> = houses.values().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let members = on_file::members(context, &wanted)?;
        let (none, merges) = (Vec::new(), context.merges()?);
        let covered = self.covered(context, &wanted)?;
        for (id, house) in houses {
            let Some(known) = found.get_mut(&id) else {
                continue;
            };
            let own = members.get(&house).unwrap_or(&none);
            let is_she = |one: &&Member| one.recipient.as_ref().is_some_and(|file| file.id == merges.standing(&id));
            known.member = own.iter().find(is_she).map(|one| one.row.clone());
            known.head = own.iter().find(|one| one.is_head()).map(|one| one.row.clone());
            known.covered = covered.get(&house).copied().unwrap_or(0);
        }
        Ok(())
    }

    /// How many people on file of each household hold one of the ledger's categories.
    fn covered(&self, context: &Context, houses: &[String]) -> Result<BTreeMap<String, usize>, CommandError> {
        let mut covered = BTreeMap::new();
        if self.of.is_empty() {
            return Ok(covered);
        }
        let people = context.list_in(
            &on_file::on_file_today(context, Query::of(recipient::KIND))?,
            recipient::HOUSEHOLD,
            houses,
        )?;
        let categories = Query::of(recipient_category::KIND).finals();
        let held = on_file::held_of(
            context,
            categories.and(recipient_category::CATEGORY, Test::In, self.of.clone()),
            &people,
            context.today,
        )?;
        for row in people {
            if held.contains_key(&row.id) {
                *covered.entry(text(&row.fields, recipient::HOUSEHOLD).to_owned()).or_insert(0) += 1;
            }
        }
        Ok(covered)
    }

    /// Whether a category is in force by its dates and, in a ledger about some, one of them.
    pub(crate) fn is_meant(&self, context: &Context, row: &Row) -> bool {
        Holding::read(&row.fields).holds(None, context.today)
            && (self.of.is_empty()
                || self.of.iter().any(|code| code == text(&row.fields, recipient_category::CATEGORY)))
    }

    fn of_person(&self, context: &Context, id: &str) -> Result<Known, CommandError> {
        self.load(context, &[id.to_owned()])?;
        Ok(self.known.borrow().get(id).cloned().unwrap_or_default())
    }
}

impl Reading<'_> {
    /// Readable text of a value worked out.
    pub(crate) fn computed(&self, computed: Computed, row: &Row, number: usize) -> Result<String, CommandError> {
        let context = self.context;
        let fields = &row.fields;
        let known = || self.people.of_person(context, &row.id);
        let own = |name: &str| {
            let field = domain::dictionary::dictionary().kind(&row.kind).and_then(|kind| kind.field(name));
            field.map_or(Ok(String::new()), |field| self.field_text(field, fields.get(name).unwrap_or(&Value::Null)))
        };
        Ok(match computed {
            Computed::RowNumber => number.to_string(),
            Computed::Station => context.station_name(&row.station),
            Computed::Age => people::age(context, fields).map(|age| age.to_string()).unwrap_or_default(),
            Computed::BirthMonth if self.is_outside() => own(recipient::BIRTH_DATE)?,
            Computed::BirthMonth => {
                people::birth(context, fields).map(|day| day.format("%Y-%m").to_string()).unwrap_or_default()
            }
            Computed::Categories | Computed::CategoryKinds => {
                let all = computed == Computed::Categories;
                self.of_categories(&known()?, |row| {
                    let code = text(&row.fields, recipient_category::CATEGORY);
                    (all || self.people.of.iter().any(|one| one == code)).then(|| label("category", code))
                })
            }
            Computed::Disability => self.of_categories(&known()?, |row| {
                let (kind, grade) = (
                    text(&row.fields, recipient_category::DISABILITY_TYPE),
                    text(&row.fields, recipient_category::DISABILITY_GRADE),
                );
                (!kind.is_empty())
                    .then(|| format!("{} {}", label("disability_type", kind), label("disability_grade", grade)))
            }),
            Computed::Contact => own(contact(context, row)[0])?,
            Computed::ContactRelation => own(contact(context, row)[1])?,
            Computed::ContactPhone => own(contact(context, row)[2])?,
            Computed::LastVisit => known()?.visited.last.unwrap_or_default(),
            Computed::NextVisit => known()?.visited.next.unwrap_or_default(),
            Computed::RelationToHead => {
                let member = known()?.member;
                member
                    .map(|row| household::relation(text(&row.fields, household_member::RELATION_TO_HEAD)))
                    .unwrap_or_default()
            }
            Computed::HeadId => match known()?.head {
                Some(head) => self.text(&head, &path(household_member::ID_NUMBER), number)?,
                None => String::new(),
            },
            Computed::CoveredMembers => match known()?.covered {
                0 => String::new(),
                count => count.to_string(),
            },
            Computed::LastVisitMode => self.of_last_visit(row, visit::CONTACT_MODE)?,
            Computed::LastVisitText => self.of_last_visit(row, visit::OBSERVATION_TEXT)?,
            Computed::LastVisitAction => self.of_last_visit(row, visit::ACTION_TAKEN)?,
            Computed::County => context.store.roster().county_name.clone(),
            Computed::CivilAffairs => civil_affairs(context),
            Computed::SignCheck => {
                domain::station::sign_checked(text(fields, sign_plate::SIGN_TEXT), &context.station_name(&row.station))
            }
            Computed::Township => township(&row.station),
            Computed::Visitors => {
                let names = [own(visit::VISITOR_STAFF)?, own(visit::VISITORS)?];
                names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("、")
            }
            other => match self.computed_care(other, row)? {
                Some(said) => said,
                None => self.computed_work(other, row)?,
            },
        })
    }

    /// Joins what each category in force says; left out on paper that leaves the station.
    fn of_categories(&self, known: &Known, say: impl Fn(&Row) -> Option<String>) -> String {
        let said: Vec<String> = known.categories.iter().filter_map(say).collect();
        let hidden = self.is_outside() && !said.is_empty();
        if hidden { "（略）".to_owned() } else { said.join("、") }
    }

    fn of_last_visit(&self, person: &Row, field: &str) -> Result<String, CommandError> {
        let query = Query { provisional: Some(false), limit: Some(1), ..Query::of(visit::KIND) };
        let query = query.and(visit::RECIPIENT, Test::In, self.context.merges()?.same_person(&person.id));
        let last = self
            .context
            .list(&query.and(visit::RESULT, Test::In, people::effective_results()).by(visit::DATE, true))?;
        last.first().map_or(Ok(String::new()), |visit| self.text(visit, &path(field), 0))
    }
}

/// The county's bureau of civil affairs: 浏阳市民政局.
pub(crate) fn civil_affairs(context: &Context) -> String {
    let county = context.store.roster().county_name.clone();
    if county.ends_with("民政局") { county } else { format!("{county}民政局") }
}

/// Name of a station's township; empty where its code names none.
pub(crate) fn township(station: &str) -> String {
    let code = station.get(..9).unwrap_or_default();
    domain::divisions::township(code).map(|(_, township)| township.name.clone()).unwrap_or_default()
}

/// The fields that name whom to call: the guardian of a minor, otherwise the emergency contact.
fn contact(context: &Context, row: &Row) -> [&'static str; 3] {
    let minor = people::is_minor(context, &row.fields) && !text(&row.fields, recipient::GUARDIAN_NAME).is_empty();
    if minor {
        [recipient::GUARDIAN_NAME, recipient::GUARDIAN_RELATION, recipient::GUARDIAN_PHONE]
    } else {
        [recipient::EMERGENCY_CONTACT, recipient::EMERGENCY_RELATION, recipient::EMERGENCY_PHONE]
    }
}

pub(crate) fn path(field: &str) -> domain::path::Path {
    domain::path::Path { through: Vec::new(), end: domain::path::End::Field(field.to_owned()) }
}
