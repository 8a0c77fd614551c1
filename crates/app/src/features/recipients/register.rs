//! Registering a person in one save: the record, categories, household, consent. The ID number gives sex
//! and birth date; possible duplicates are named, never merged; under 14 a guardian consents.

use std::collections::BTreeSet;

use changelog::Payload;
use chrono::NaiveDate;
use domain::fields::{consent as consent_fields, household, household_member, recipient, recipient_category};
use domain::persons::Person;
use domain::{age, consent, household as head, numbering};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Write;
use ts_rs::TS;

use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::people::duplicates::{self, PossibleDuplicate};
use crate::people::{self};
use crate::records::check::{self, Form, Ready, warning};
use crate::records::drafts;
use crate::records::view::{self, RecordView};

/// Everything that registration asks at once.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct RegisterRequest {
    /// Fields of the recipient.
    pub recipient: Payload,
    /// Fields of each category.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub categories: Vec<Payload>,
    /// Which household.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub household: HouseholdChoice,
    /// Fields of the consent; none when it was not asked for yet (the page reminds of it).
    #[serde(default)]
    pub consent: Option<Payload>,
    /// Save as 暂存.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// Where the person lives.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(tag = "choice", rename_all = "snake_case")]
#[ts(optional_fields = nullable)]
pub(crate) enum HouseholdChoice {
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
pub(crate) struct RegisterAnswer {
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
pub(crate) fn register(pc: &Pc, request: RegisterRequest) -> Result<RegisterAnswer, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    let id = check::new_id();
    let mut parts =
        Parts { context: &context, provisional: request.provisional, findings: Vec::new(), writes: Vec::new() };
    let mut fields = with_defaults(&context, request.recipient);
    let household = parts.household(&request.household, &mut fields)?;
    let person = parts.add(recipient::KIND, &id, fields, "")?;
    for (place, mut category) in request.categories.into_iter().enumerate() {
        category.insert(recipient_category::RECIPIENT.into(), id.clone().into());
        category.entry(recipient_category::START_DATE).or_insert_with(|| context.today_text().into());
        parts.add(recipient_category::KIND, &check::new_id(), category, &format!("categories.{place}."))?;
    }
    parts.member(&request.household, household.as_deref(), &id, &person)?;
    let birth = people::birth(&context, &person);
    match request.consent {
        Some(mut consent) => {
            consent.insert(consent_fields::RECIPIENT.into(), id.clone().into());
            consent::name_guardian(&person, &mut consent);
            let consent = parts.add(consent_fields::KIND, &check::new_id(), consent, "consent.")?;
            parts.findings.extend(guardian_consents(birth, &consent).map(|finding| at("consent.", finding)));
        }
        None => {
            parts.findings.push(warning("consent", consent_missing(age::guardian_consents(birth, None, context.today))))
        }
    }
    let entered = Person {
        id: id.clone(),
        name: text(&person, recipient::NAME).trim().to_owned(),
        id_number: domain::identity::clean(text(&person, recipient::ID_NUMBER)),
        birth: date(&person, recipient::BIRTH_DATE),
        village: text(&person, recipient::VILLAGE).to_owned(),
    };
    let duplicates = duplicates::like(&context, &entered)?;
    let Parts { mut findings, writes, .. } = parts;
    // Of two errors at one field the first says why; the other only that it is empty.
    let mut told = BTreeSet::new();
    findings.retain(|finding| !finding.is_error() || told.insert(finding.field.clone()));
    check::refuse_errors(&findings)?;
    let audience = context.audience(kind_named(recipient::KIND)?, &context.own_station());
    let typed = !text(&person, recipient::FILE_NO).is_empty();
    context.save_numbered(audience, writes, (!typed).then_some((&id, recipient::FILE_NO, numbering::FILE)))?;
    drafts::settle(&context)?;
    let recipient = view::view(&context, &context.row(recipient::KIND, &id)?)?;
    Ok(RegisterAnswer { recipient, household, findings, duplicates })
}

/// Who registers is responsible until someone else is named, and today is the day of filing.
fn with_defaults(context: &Context, mut fields: Payload) -> Payload {
    fields.entry(recipient::FILE_CREATED).or_insert_with(|| context.today_text().into());
    for field in [recipient::CREATED_WORKER, recipient::ASSIGNED_WORKER] {
        fields.entry(field).or_insert_with(|| context.person.id.clone().into());
    }
    fields
}

/// The records of one registration, gathered into one save.
struct Parts<'a> {
    context: &'a Context<'a>,
    provisional: bool,
    findings: Vec<FieldFinding>,
    writes: Vec<Write>,
}

impl Parts<'_> {
    /// Adds a new record; its findings stand under `prefix`. Gives back the whole record.
    fn add(&mut self, kind: &str, id: &str, fields: Payload, prefix: &str) -> Result<Payload, CommandError> {
        let form = Form { fields, provisional: self.provisional, ..Form::default() };
        let ready = check::ready_as(self.context, kind_named(kind)?, form, Some(id))?;
        self.take(ready, prefix)
    }

    fn take(&mut self, ready: Ready, prefix: &str) -> Result<Payload, CommandError> {
        self.findings.extend(ready.findings.into_iter().map(|finding| at(prefix, finding)));
        self.writes.extend(ready.write);
        Ok(ready.whole)
    }

    /// Birth date of who is being registered, by the ID number too.
    fn birth(&self, person: &Payload) -> Option<NaiveDate> {
        let kind = kind_named(recipient::KIND).ok()?;
        let whole = check::check(self.context, kind, &Payload::new(), person.clone(), true).whole;
        people::birth(self.context, &whole)
    }

    /// The household that the person belongs to, made where it is new.
    fn household(&mut self, choice: &HouseholdChoice, person: &mut Payload) -> Result<Option<String>, CommandError> {
        let id = match choice {
            HouseholdChoice::None => return Ok(None),
            HouseholdChoice::Existing { id, .. } => self.context.row(household::KIND, id)?.id,
            HouseholdChoice::New { fields, relation } => {
                let (id, mut fields) = (check::new_id(), fields.clone());
                let relation = relation.as_deref().unwrap_or_default();
                let birth = self.birth(person);
                let today = self.context.today;
                let asked = head::head_to_be_said(birth, today, relation, text(&fields, household::HEAD_NAME));
                // Whoever is not the head is not put there in silence, not in a 暂存 either.
                let own = asked.is_empty() && (relation.is_empty() || head::is_head(relation));
                if !self.provisional {
                    self.findings.extend(asked.into_iter().map(|finding| at("household.", finding)));
                }
                for (to, from) in [
                    (household::HEAD_NAME, if own { recipient::NAME } else { "" }),
                    (household::VILLAGE, recipient::VILLAGE),
                    (household::GROUP_NO, recipient::GROUP_NO),
                    (household::ADDRESS, recipient::RESIDENCE),
                ] {
                    let value = person.get(from).cloned().unwrap_or(Value::Null);
                    if fields.get(to).is_none_or(view::is_empty) && !view::is_empty(&value) {
                        fields.insert(to.into(), value);
                    }
                }
                fields.entry(household::FILE_CREATED).or_insert_with(|| self.context.today_text().into());
                self.add(household::KIND, &id, fields, "household.")?;
                id
            }
        };
        person.insert(recipient::HOUSEHOLD.into(), id.clone().into());
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
        let mut fields = Payload::from_iter([(household_member::RECIPIENT.to_owned(), person.into())]);
        let (relation, member) = match choice {
            HouseholdChoice::Existing { relation, member, .. } => (relation.clone(), member.clone()),
            HouseholdChoice::New { relation, .. } => {
                let usual = || head::usual_relation(people::birth(self.context, whole), self.context.today);
                (relation.clone().or_else(|| usual().map(str::to_owned)), None)
            }
            HouseholdChoice::None => (None, None),
        };
        if let Some(relation) = relation {
            fields.insert(household_member::RELATION_TO_HEAD.into(), relation.into());
        }
        if let Some(member) = member {
            let row = self.context.row(household_member::KIND, &member)?;
            let form = Form { id: Some(member), fields, provisional: row.provisional, ..Form::default() };
            let ready = check::ready_with_findings(self.context, kind_named(household_member::KIND)?, form)?;
            self.take(ready, "household.")?;
            return Ok(());
        }
        fields.insert(household_member::HOUSEHOLD.into(), household.into());
        for field in
            [household_member::NAME, household_member::ID_NUMBER, household_member::SEX, household_member::BIRTH_DATE]
        {
            fields.insert(field.into(), whole.get(field).cloned().unwrap_or(Value::Null));
        }
        fields.insert(household_member::COUNTED.into(), "yes".into());
        self.add(household_member::KIND, &check::new_id(), fields, "household.")?;
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

/// Who signs, judged on the day of signing.
fn guardian_consents(birth: Option<NaiveDate>, consent: &Payload) -> Option<FieldFinding> {
    consent::guardian_must_sign(birth, date(consent, consent_fields::DATE)?, text(consent, consent_fields::SIGNER))
}

/// A consent saved by itself, held to the same rule.
pub(crate) fn ready_consent(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(consent_fields::KIND)?, form)?;
    if let Some(person) = context.store.row(recipient::KIND, text(&ready.whole, consent_fields::RECIPIENT))? {
        ready.findings.extend(guardian_consents(people::birth(context, &person.fields), &ready.whole));
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}
