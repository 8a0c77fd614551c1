//! Reviews that fall due by date: reviews of minimum living (R22), recognitions of rigid expense that end (R15), and
//! categories that a birthday has ended (R18). Computed each time; nothing is stored, so every PC says the same.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::{Days, NaiveDate};
use domain::category;
use domain::dibao_review::{self, Cycle};
use domain::fields::{means_survey, recipient, recipient_category};
use domain::on_file::{File, Holding};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::words::label;
use crate::people;
use crate::records::check::{self, Form};
use crate::records::county_standards::Counties;
use crate::records::view::{self, RecordView};

/// A review that is due or near.
pub(crate) struct ReviewDue {
    pub(crate) recipient: String,
    pub(crate) on: NaiveDate,
    pub(crate) text: String,
    /// Kind and id of the record that says so.
    pub(crate) record: (&'static str, String),
}

/// When someone on minimum living is to be reviewed.
pub(crate) struct ReviewDate {
    /// Last review, or the day the category began.
    pub(crate) last: String,
    /// Income not fixed and able to work: every six months.
    pub(crate) unsteady: bool,
    /// Due on.
    pub(crate) due: String,
    /// Days left; negative when past.
    pub(crate) days: i64,
    /// It is time to speak of it.
    pub(crate) soon: bool,
}

/// A category that a birthday has ended.
pub(crate) struct Lapsed {
    pub(crate) recipient: String,
    pub(crate) category: String,
    pub(crate) text: String,
}

/// Reviews to speak of today: from so many days before until the next review is recorded.
pub(crate) fn due(context: &Context) -> Result<Vec<ReviewDue>, CommandError> {
    let (mut found, cycle, merges) = (Vec::new(), cycle(context)?, context.merges()?);
    for row in in_force(context, "dibao")? {
        if let Some(review) = of_category(context, &row, cycle).filter(|review| review.soon) {
            let Ok(on) = review.due.parse() else {
                continue;
            };
            found.push(ReviewDue {
                recipient: merges.standing(text(&row.fields, recipient_category::RECIPIENT)).to_owned(),
                on,
                text: format!("低保核查 {} 到期，上次 {}", review.due, review.last),
                record: (recipient_category::KIND, row.id.clone()),
            });
        }
    }
    let recognised = Query::of(means_survey::KIND)
        .finals()
        .and(means_survey::RECOGNISED_TYPE, Test::Eq, "rigid_expense_difficulty")
        .newest_per(means_survey::RECIPIENT, means_survey::RECOGNISED_DATE);
    for row in context.list(&recognised)? {
        if let Some(until) = until(context, &row.fields)?.filter(|until| until.soon) {
            let Ok(last) = until.date.parse::<NaiveDate>() else {
                continue;
            };
            found.push(ReviewDue {
                recipient: merges.standing(text(&row.fields, means_survey::RECIPIENT)).to_owned(),
                on: last.checked_add_days(Days::new(1)).unwrap_or(last),
                text: format!("刚性支出困难认定 {} 期满，需要的重新申请", until.date),
                record: (means_survey::KIND, row.id.clone()),
            });
        }
    }
    Ok(found)
}

/// Categories of a code in force today, final ones only.
fn in_force(context: &Context, code: &str) -> Result<Vec<Row>, CommandError> {
    let query = Query::of(recipient_category::KIND).finals();
    let rows = context.list(&query.and(recipient_category::CATEGORY, Test::Eq, code))?;
    Ok(rows.into_iter().filter(|row| Holding::read(&row.fields).holds(None, context.today)).collect())
}

/// R22 for one category record: from its last review, or else from when it began.
pub(crate) fn of_category(context: &Context, row: &Row, cycle: Cycle) -> Option<ReviewDate> {
    let last = date(&row.fields, recipient_category::REVIEW_DATE)
        .or_else(|| date(&row.fields, recipient_category::START_DATE))?;
    let unsteady = text(&row.fields, recipient_category::REVIEW_CLASS) == "unsteady";
    let due = dibao_review::due(last, unsteady, cycle)?;
    Some(ReviewDate {
        last: last.to_string(),
        unsteady,
        due: due.on.to_string(),
        days: (due.on - context.today).num_days(),
        soon: context.today >= due.remind,
    })
}

/// Categories whose record still runs although a birthday has ended them.
pub(crate) fn lapsed(context: &Context) -> Result<Vec<Lapsed>, CommandError> {
    let table = domain::dictionary::dictionary().code_table("category");
    let codes = table.into_iter().flat_map(|table| &table.entries).map(|entry| entry.code.clone());
    let ending: Vec<String> = codes.filter(|code| category::ends_at(code).is_some()).collect();
    let open = Query::of(recipient_category::KIND).and(recipient_category::CATEGORY, Test::In, ending).and(
        recipient_category::END_DATE,
        Test::IsNull,
        Value::Null,
    );
    let (rows, merges) = (context.list(&open)?, context.merges()?);
    let ids: Vec<String> =
        rows.iter().map(|row| merges.standing(text(&row.fields, recipient_category::RECIPIENT)).to_owned()).collect();
    let people: BTreeMap<String, Row> = context
        .list_in(&Query::of(recipient::KIND), "id", &ids)?
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect();
    Ok(rows
        .iter()
        .filter_map(|row| {
            let person = people.get(merges.standing(text(&row.fields, recipient_category::RECIPIENT)))?;
            let stands = File::read(&person.fields, false, context.today).stands(context.today);
            let person = Some(person).filter(|_| stands)?;
            let words = lapsed_words(context, person, text(&row.fields, recipient_category::CATEGORY))?;
            Some(Lapsed { recipient: person.id.clone(), category: row.id.clone(), text: words })
        })
        .collect())
}

/// 2026-11-20 满 16 周岁，“农村留守儿童”已自动转为“曾留守”，请复核; nothing when it has not ended.
pub(crate) fn lapsed_words(context: &Context, person: &Row, code: &str) -> Option<String> {
    let birth = people::birth(context, &person.fields);
    let day = category::lapses(code, birth).filter(|day| context.today >= *day)?;
    let (age, after) = category::ends_at(code)?;
    Some(format!("{day} 满 {age} 周岁，“{}”已自动转为“{after}”，请复核", label("category", code)))
}

/// Ends a category on the day its age limit was reached: the ordinary change behind the prompt, made by a person.
pub(crate) fn settle_age(pc: &Pc, request: IdRequest) -> Result<RecordView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(recipient_category::KIND, &request.id)?;
    let person =
        context.row(recipient::KIND, context.merges()?.standing(text(&row.fields, recipient_category::RECIPIENT)))?;
    let code = text(&row.fields, recipient_category::CATEGORY);
    let birth = people::birth(&context, &person.fields);
    let Some(day) = category::lapses(code, birth).filter(|day| context.today >= *day) else {
        return Err(CommandError::invalid_field(
            recipient_category::END_DATE,
            "这个类别还没有因年龄结束，请在类别里自己填终止日期。",
        ));
    };
    let kind = kind_named(recipient_category::KIND)?;
    let (age, after) = category::ends_at(code).unwrap_or_default();
    let mut fields = Payload::from_iter([(recipient_category::END_DATE.to_owned(), day.to_string().into())]);
    if text(&row.fields, recipient_category::REMARK).is_empty() {
        fields.insert(recipient_category::REMARK.into(), format!("满 {age} 周岁，{after}").into());
    }
    let form = Form { id: Some(row.id.clone()), fields, provisional: row.provisional, ..Form::default() };
    let ready = check::ready(&context, kind, form)?;
    if let Some(write) = ready.write {
        context.save(context.audience(kind, &ready.station), vec![write])?;
    }
    view::view(&context, &context.row(recipient_category::KIND, &row.id)?)
}

/// Until when a recognition holds, or when it is to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct MeansUntil {
    /// 有效期至 or 下次核查.
    pub label: String,
    /// The day.
    pub date: String,
    /// Days left; negative when past.
    pub days: i64,
    /// It is time to speak of it.
    pub soon: bool,
}

/// R15 and R22: until when what the county recognised holds, or when it is to be reviewed.
pub(crate) fn until(context: &Context, fields: &Payload) -> Result<Option<MeansUntil>, CommandError> {
    let Some(recognised) = date(fields, means_survey::RECOGNISED_DATE) else {
        return Ok(None);
    };
    let cycle = cycle(context)?;
    let (label, on) = match text(fields, means_survey::RECOGNISED_TYPE) {
        "rigid_expense_difficulty" => {
            let months = Counties::load(context)?.on(recognised).map_or(12, |standards| standards.rigid_months());
            ("有效期至", dibao_review::valid_until(recognised, months))
        }
        "dibao" | "dibao_margin" => {
            let due = dibao_review::due(recognised, text(fields, means_survey::INCOME_UNSTEADY) == "yes", cycle);
            ("下次核查", due.map(|due| due.on))
        }
        _ => return Ok(None),
    };
    Ok(on.map(|on| {
        let days = (on - context.today).num_days();
        let soon = days <= i64::from(cycle.remind_days);
        MeansUntil { label: label.to_owned(), date: on.to_string(), days, soon }
    }))
}

/// How often the county wants reviews.
pub(crate) fn cycle(context: &Context) -> Result<Cycle, CommandError> {
    let usual = Cycle::default();
    Ok(Cycle {
        unsteady_months: context
            .number_parameter(domain::parameters::REVIEW_UNSTEADY_MONTHS)?
            .unwrap_or(usual.unsteady_months),
        steady_months: context
            .number_parameter(domain::parameters::REVIEW_STEADY_MONTHS)?
            .unwrap_or(usual.steady_months),
        remind_days: context.number_parameter(domain::parameters::REVIEW_REMIND_DAYS)?.unwrap_or(usual.remind_days),
    })
}
