//! Registering a person in one save: the record, categories, household, consent. The ID number gives sex
//! and birth date; possible duplicates are named, never merged; under 14 a guardian consents.

use changelog::Payload;
use chrono::NaiveDate;
use domain::persons::Person;
use domain::{age, numbering};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Write;
use ts_rs::TS;

use crate::app::App;
use crate::drafts;
use crate::duplicates::{self, PossibleDuplicate};
use crate::duty::{Duty, date, kind_named, text};
use crate::error::{CommandError, FieldFinding};
use crate::people;
use crate::views::{self, RecordView};
use crate::writing::{self, Form, Ready, warning};

/// Everything that registration asks at once.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RegisterRequest {
    /// Fields of the recipient.
    pub recipient: Payload,
    /// Fields of each category.
    #[serde(default)]
    pub categories: Vec<Payload>,
    /// Which household.
    #[serde(default)]
    pub household: HouseholdChoice,
    /// Fields of the consent; none when it was not asked for yet (the page reminds of it).
    #[serde(default)]
    pub consent: Option<Payload>,
    /// Save as 暂存.
    #[serde(default)]
    pub provisional: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// Where the person lives.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(tag = "choice", rename_all = "snake_case")]
pub enum HouseholdChoice {
    /// Not said.
    #[default]
    None,
    /// A household that exists.
    Existing {
        /// Household id.
        id: String,
        /// Relation to the head (GB/T 4761).
        #[serde(default)]
        relation: Option<String>,
        /// The member row of that household that is this person, when already listed there.
        #[serde(default)]
        member: Option<String>,
    },
    /// A new one.
    New {
        /// Its fields; the head's name defaults to the person's.
        fields: Payload,
        /// Relation to the head (default: head).
        #[serde(default)]
        relation: Option<String>,
    },
}

/// What registration made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RegisterAnswer {
    /// The person.
    pub recipient: RecordView,
    /// The household.
    pub household: Option<String>,
    /// Warnings that did not hinder.
    pub findings: Vec<FieldFinding>,
    /// People who may be the same.
    pub duplicates: Vec<PossibleDuplicate>,
}

/// Registers a person in one save.
pub fn register(app: &App, request: RegisterRequest) -> Result<RegisterAnswer, CommandError> {
    let duty = Duty::of(app)?;
    let id = writing::new_id();
    let mut parts = Parts { duty: &duty, provisional: request.provisional, findings: Vec::new(), writes: Vec::new() };
    let mut fields = with_defaults(&duty, request.recipient);
    let household = parts.household(&request.household, &mut fields)?;
    let person = parts.add("recipient", &id, fields, "")?;
    for (place, mut category) in request.categories.into_iter().enumerate() {
        category.insert("recipient".into(), id.clone().into());
        category.entry("start_date").or_insert_with(|| duty.today_text().into());
        parts.add("recipient_category", &writing::new_id(), category, &format!("categories.{place}."))?;
    }
    parts.member(&request.household, household.as_deref(), &id, &person)?;
    let birth = people::birth(&duty, &person);
    match request.consent {
        Some(mut consent) => {
            consent.insert("recipient".into(), id.clone().into());
            let consent = parts.add("consent", &writing::new_id(), consent, "consent.")?;
            parts.findings.extend(guardian_consents(birth, &consent).map(|finding| at("consent.", finding)));
        }
        None => parts.findings.push(warning(
            "consent",
            consent_missing(birth.is_some_and(|birth| age::needs_guardian_consent(birth, duty.today))),
        )),
    }
    let entered = Person {
        id: id.clone(),
        name: text(&person, "name").trim().to_owned(),
        id_number: domain::identity::clean(text(&person, "id_number")),
        birth: date(&person, "birth_date"),
        village: text(&person, "village").to_owned(),
    };
    let duplicates = duplicates::like(&duty, &entered)?;
    let Parts { findings, writes, .. } = parts;
    writing::refuse_errors(&findings)?;
    let audience = duty.audience(kind_named("recipient")?, &duty.own_station());
    let typed = !text(&person, "file_no").is_empty();
    duty.save_numbered(audience, writes, (!typed).then_some((&id, "file_no", numbering::FILE)))?;
    drafts::settle(&duty, request.draft.as_deref())?;
    let recipient = views::view(&duty, &duty.row("recipient", &id)?)?;
    Ok(RegisterAnswer { recipient, household, findings, duplicates })
}

/// Who registers is responsible until someone else is named, and today is the day of filing.
fn with_defaults(duty: &Duty, mut fields: Payload) -> Payload {
    fields.entry("file_created").or_insert_with(|| duty.today_text().into());
    for field in ["created_worker", "assigned_worker"] {
        fields.entry(field).or_insert_with(|| duty.person.id.clone().into());
    }
    fields
}

/// The records of one registration, gathered into one save.
struct Parts<'a> {
    duty: &'a Duty<'a>,
    provisional: bool,
    findings: Vec<FieldFinding>,
    writes: Vec<Write>,
}

impl Parts<'_> {
    /// Adds a new record; its findings stand under `prefix`. Gives back the whole record.
    fn add(&mut self, kind: &str, id: &str, fields: Payload, prefix: &str) -> Result<Payload, CommandError> {
        let form = Form { fields, provisional: self.provisional, ..Form::default() };
        let ready = writing::ready_as(self.duty, kind_named(kind)?, form, Some(id))?;
        self.take(ready, prefix)
    }

    fn take(&mut self, ready: Ready, prefix: &str) -> Result<Payload, CommandError> {
        self.findings.extend(ready.findings.into_iter().map(|finding| at(prefix, finding)));
        self.writes.extend(ready.write);
        Ok(ready.whole)
    }

    /// The household that the person belongs to, made where it is new.
    fn household(&mut self, choice: &HouseholdChoice, person: &mut Payload) -> Result<Option<String>, CommandError> {
        let id = match choice {
            HouseholdChoice::None => return Ok(None),
            HouseholdChoice::Existing { id, .. } => self.duty.row("household", id)?.id,
            HouseholdChoice::New { fields, .. } => {
                let (id, mut fields) = (writing::new_id(), fields.clone());
                for (to, from) in
                    [("head_name", "name"), ("village", "village"), ("group_no", "group_no"), ("address", "residence")]
                {
                    let value = person.get(from).cloned().unwrap_or(Value::Null);
                    if fields.get(to).is_none_or(views::is_empty) && !views::is_empty(&value) {
                        fields.insert(to.into(), value);
                    }
                }
                fields.entry("file_created").or_insert_with(|| self.duty.today_text().into());
                self.add("household", &id, fields, "household.")?;
                id
            }
        };
        person.insert("household".into(), id.clone().into());
        Ok(Some(id))
    }

    /// The row among the household's members that is this person.
    fn member(
        &mut self,
        choice: &HouseholdChoice,
        household: Option<&str>,
        person: &str,
        whole: &Payload,
    ) -> Result<(), CommandError> {
        let Some(household) = household else {
            return Ok(());
        };
        let mut fields = Payload::from_iter([("recipient".to_owned(), person.into())]);
        let (relation, member) = match choice {
            HouseholdChoice::Existing { relation, member, .. } => (relation.clone(), member.clone()),
            HouseholdChoice::New { relation, .. } => (Some(relation.clone().unwrap_or_else(|| "02".to_owned())), None),
            HouseholdChoice::None => (None, None),
        };
        if let Some(relation) = relation {
            fields.insert("relation_to_head".into(), relation.into());
        }
        if let Some(member) = member {
            let row = self.duty.row("household_member", &member)?;
            let form = Form { id: Some(member), fields, provisional: row.provisional, ..Form::default() };
            let ready = writing::ready_with_findings(self.duty, kind_named("household_member")?, form)?;
            self.take(ready, "household.")?;
            return Ok(());
        }
        fields.insert("household".into(), household.into());
        for field in ["name", "id_number", "sex", "birth_date"] {
            fields.insert(field.into(), whole.get(field).cloned().unwrap_or(Value::Null));
        }
        fields.insert("counted".into(), "yes".into());
        self.add("household_member", &writing::new_id(), fields, "household.")?;
        Ok(())
    }
}

fn at(prefix: &str, finding: FieldFinding) -> FieldFinding {
    FieldFinding { field: format!("{prefix}{}", finding.field), ..finding }
}

fn consent_missing(guardian: bool) -> &'static str {
    if guardian {
        "还没有登记知情同意。未满 14 周岁须由监护人签字同意，请尽快补办。"
    } else {
        "还没有登记知情同意，请在首次服务时取得签字并登记。"
    }
}

/// Under 14 on the day of signing nobody but a guardian consents.
fn guardian_consents(birth: Option<NaiveDate>, consent: &Payload) -> Option<FieldFinding> {
    let young = age::needs_guardian_consent(birth?, date(consent, "date")?);
    let signer = text(consent, "signer");
    (young && !signer.is_empty() && signer != "guardian")
        .then(|| FieldFinding::error("signer", "未满 14 周岁，知情同意须由监护人签字，请选“监护人”并填写姓名和关系。"))
}

/// A consent saved by itself, held to the same rule.
pub(crate) fn ready_consent(duty: &Duty, form: Form) -> Result<Ready, CommandError> {
    let mut ready = writing::ready_with_findings(duty, kind_named("consent")?, form)?;
    if let Some(person) = duty.store.row("recipient", text(&ready.whole, "recipient"))? {
        ready.findings.extend(guardian_consents(people::birth(duty, &person.fields), &ready.whole));
    }
    writing::refuse_errors(&ready.findings)?;
    Ok(ready)
}
