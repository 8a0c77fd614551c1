//! Defaults of a visit form: what it is filled with before anything is typed, from the person, the categories, the last visit
//! and the rules. It proposes; the form may change all of it.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::{Days, NaiveDate};
use domain::age;
use domain::fields::{case, recipient, visit as visit_fields};
use domain::on_file::Holding;
use domain::usual_service::{Known, Usual, usual};
use domain::visit::{self, Held};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::people::on_file;
use crate::people::same_person::of_same_person;
use crate::people::{self, PersonBrief};
use crate::records::harm::{self, HarmItem};
use crate::records::labels::{self, Titles};
use crate::records::visited::frequencies;

/// For whom a visit form is opened.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct VisitDefaultsRequest {
    /// The person.
    pub recipient: Option<String>,
    /// The case it belongs to.
    pub case: Option<String>,
    /// The date typed, else today.
    pub date: Option<String>,
}

/// What a visit form begins with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VisitDefaults {
    /// Fields to fill in.
    pub fields: Payload,
    /// Readable text of codes and references among them.
    pub labels: BTreeMap<String, String>,
    /// The person.
    pub person: Option<PersonBrief>,
    /// Date of the last visit.
    pub last_visit: Option<String>,
    /// What the last visit said was to be done.
    pub last_action: String,
    /// Why the next date is what it is, for example 高龄独居，每周探访.
    pub next_date_reason: String,
    /// Harm that stands unreported for this person.
    pub unreported: Vec<HarmItem>,
}

/// What a visit form begins with.
pub(crate) fn defaults(pc: &Pc, request: VisitDefaultsRequest) -> Result<VisitDefaults, CommandError> {
    let context = Context::of(pc)?;
    let day = request
        .date
        .as_deref()
        .and_then(|typed| domain::dates::parse(typed, context.today).ok())
        .unwrap_or(context.today);
    let case = match &request.case {
        Some(id) => Some(context.row(case::KIND, id)?),
        None => None,
    };
    let recipient =
        request.recipient.or_else(|| case.as_ref().and_then(|case| some_text(&case.fields, case::RECIPIENT)));
    let lately = context.today.checked_sub_days(Days::new(60)).unwrap_or(context.today);
    let mine = Query::of(visit_fields::KIND).and(visit_fields::VISITOR_STAFF, Test::Eq, context.person.id.clone()).and(
        visit_fields::DATE,
        Test::AtLeast,
        lately.to_string(),
    );
    let own_last = newest(&context, mine.clone())?;
    // A closed door is no service: what was done last is what the last visit says that met somebody.
    let last_service = |visits: Query| {
        let served = newest(&context, visits.and(visit_fields::AREA, Test::NotNull, serde_json::Value::Null))?;
        Ok::<_, CommandError>(served.and_then(|served| Usual::of(&served.fields)))
    };
    let last_of_worker = last_service(mine)?;
    let mut fields = Payload::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fields.insert(name.to_owned(), value.into());
        }
    };
    put(visit_fields::DATE, Some(day.to_string()));
    put(visit_fields::VISITOR_STAFF, Some(context.person.id.clone()));
    let mut answer = VisitDefaults {
        fields: Payload::new(),
        labels: BTreeMap::new(),
        person: None,
        last_visit: None,
        last_action: String::new(),
        next_date_reason: String::new(),
        unreported: Vec::new(),
    };
    let (mut born, mut held_now, mut last_of_person) = (None, Vec::new(), None);
    let mut mode = own_last.as_ref().and_then(|last| some_text(&last.fields, visit_fields::CONTACT_MODE));
    let mut visit_type = "home_visit".to_owned();
    if let Some(recipient) = recipient {
        let row = context.row(recipient::KIND, &recipient)?;
        let birth = people::birth(&context, &row.fields);
        let held = held(&context, &row)?;
        let last = newest(&context, of_same_person(&context, visit_fields::KIND, &recipient)?)?;
        let risk = text(&row.fields, recipient::RISK_LEVEL);
        put(visit_fields::RECIPIENT, Some(recipient.clone()));
        put(visit_fields::HOUSEHOLD, some_text(&row.fields, recipient::HOUSEHOLD));
        put(
            visit_fields::PLACE,
            Some([text(&row.fields, recipient::VILLAGE), text(&row.fields, recipient::GROUP_NO)].concat()),
        );
        put(visit_fields::RISK_LEVEL, some_text(&row.fields, recipient::RISK_LEVEL));
        let next = visit::next_date(day, "met", birth, &held, risk, frequencies(&context)?);
        put(visit_fields::NEXT_DATE, next.map(|next| next.to_string()));
        answer.next_date_reason = next.map(|next| reason(day, next, birth, &held, risk)).unwrap_or_default();
        let brief = people::brief(&context, &recipient)?;
        visit_type = usual_type(&brief).to_owned();
        (born, held_now) = (birth, held);
        last_of_person = last_service(of_same_person(&context, visit_fields::KIND, &recipient)?)?;
        if let Some(last) = &last {
            mode = some_text(&last.fields, visit_fields::CONTACT_MODE).or(mode);
            visit_type = some_text(&last.fields, visit_fields::VISIT_TYPE).unwrap_or(visit_type);
            answer.last_visit = some_text(&last.fields, visit_fields::DATE);
            answer.last_action = text(&last.fields, visit_fields::ACTION_TAKEN).to_owned();
        }
        answer.unreported = harm::unreported_of(&context, &recipient)?;
        answer.person = Some(brief);
    }
    put(visit_fields::VISIT_TYPE, Some(visit_type));
    put(visit_fields::CONTACT_MODE, mode.or_else(|| Some("home".to_owned())));
    let of_case = case.as_ref().and_then(|case| Usual::of(&case.fields));
    let categories: Vec<&str> = held_now.iter().map(|held| held.category.as_str()).collect();
    let known = Known {
        birth: born,
        categories: &categories,
        last: of_case.as_ref().or(last_of_person.as_ref()),
        last_of_worker: last_of_worker.as_ref(),
    };
    let Usual { area, item, method } = usual(known, day);
    put(visit_fields::AREA, Some(area));
    put(visit_fields::SERVICE_ITEM, Some(item));
    put(visit_fields::SERVICE_METHOD, Some(method));
    put(visit_fields::PURPOSE, Some(if case.is_some() { "case" } else { "routine" }.to_owned()));
    if let Some(case) = &case {
        put(visit_fields::CASE, Some(case.id.clone()));
        put(visit_fields::APPROVAL_NO, some_text(&case.fields, case::APPROVAL_NO));
    }
    let kind = kind_named(visit_fields::KIND)?;
    let titles = Titles::for_fields(&context, kind, &[&fields])?;
    answer.labels = labels::labels(&context, kind, &fields, &[], &titles);
    answer.fields = fields;
    Ok(answer)
}

fn newest(context: &Context, query: Query) -> Result<Option<Row>, CommandError> {
    let query = Query { limit: Some(1), ..query.by(visit_fields::DATE, true).by("created_ms", true) };
    Ok(context.list(&query)?.into_iter().next())
}

/// Categories in force as the visit rules see them.
pub(crate) fn held(context: &Context, person: &Row) -> Result<Vec<Held>, CommandError> {
    let held =
        on_file::held(context, std::slice::from_ref(person), context.today)?.remove(&person.id).unwrap_or_default();
    Ok(held.iter().map(|row| Holding::read(&row.fields).held).collect())
}

/// Why the next date is what it is.
fn reason(day: NaiveDate, next: NaiveDate, birth: Option<NaiveDate>, held: &[Held], risk: &str) -> String {
    let because = match risk {
        "red" => "风险等级高",
        "yellow" => "风险等级中",
        _ if visit::is_special_hardship_elderly(birth, held, day) => "特殊困难老年人",
        _ => "按对象类别",
    };
    match (next - day).num_days() {
        ..=7 => format!("{because}，每周至少一次"),
        8..=31 => format!("{because}，每月至少一次"),
        days => format!("一般对象，约每 {} 个月一次", (days + 15) / 30),
    }
}

fn usual_type(person: &PersonBrief) -> &'static str {
    if person.minor {
        "follow_visit"
    } else if person.age.is_some_and(|years| years >= age::ELDERLY) {
        "care_visit"
    } else {
        "home_visit"
    }
}
