//! The list of means surveys: each with its estimate, and until when a recognition holds or when it is to be reviewed.

use changelog::Payload;
use domain::dibao_review::{self, Cycle};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::app::App;
use crate::duty::{Duty, date, text};
use crate::error::CommandError;
use crate::means::estimate::{self, Counties, code_label};
use crate::people;
use crate::views::{PersonBrief, Travelled};

/// Which surveys.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MeansListRequest {
    /// Of this person, or of this person's household.
    pub recipient: Option<String>,
    /// Of this station, at the county.
    pub station: Option<String>,
    /// Name, pinyin, village of the applicant.
    pub text: String,
    /// Code of `means_type` that the survey comes to, or `nothing`.
    pub outcome: Option<String>,
    /// At most this many rows (default 50, at most 200).
    pub limit: Option<u32>,
    /// Skip this many rows.
    pub offset: u32,
}

/// A page of surveys, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MeansList {
    /// Rows of this page.
    pub rows: Vec<MeansListRow>,
    /// How many match in all.
    pub total: u64,
    /// The county has set no standards that hold today: what to say, or none.
    pub lacking: Option<String>,
}

/// A survey in the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MeansListRow {
    /// Survey id.
    pub id: String,
    /// Name of the station.
    pub station: String,
    /// The applicant, when her file is here.
    pub person: Option<PersonBrief>,
    /// Number.
    pub survey_no: String,
    /// Date of the survey.
    pub date: String,
    /// What was applied for, readable.
    pub matter: String,
    /// Who investigated.
    pub investigators: String,
    /// How many count.
    pub heads: Option<u32>,
    /// Income per head and month in 元.
    pub per_capita: Option<String>,
    /// What it comes to; none without a figure.
    pub outcome: Option<String>,
    /// The same in words.
    pub outcome_label: String,
    /// The first thing that is missing.
    pub missing: Option<String>,
    /// Until when it holds.
    pub until: Option<MeansUntil>,
    /// 暂存.
    pub provisional: bool,
    /// How far it has travelled.
    pub state: Travelled,
}

/// Until when a recognition holds, or when it is to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MeansUntil {
    /// 有效期至 or 下次核查.
    pub label: String,
    /// The day.
    pub date: String,
    /// Days left; negative when past.
    pub days: i64,
    /// It is time to speak of it.
    pub soon: bool,
}

/// A page of surveys.
pub fn list(app: &App, request: MeansListRequest) -> Result<MeansList, CommandError> {
    let duty = Duty::of(app)?;
    let mut query = Query::of("means_survey").by("date", true).by("created_ms", true);
    if let Some(station) = request.station.as_deref().filter(|station| !station.is_empty()) {
        query = query.and("station", Test::Eq, station);
    }
    if let Some(recipient) = request.recipient.as_deref().filter(|recipient| !recipient.is_empty()) {
        query = query.and("recipient", Test::In, same_household(&duty, recipient)?);
    }
    if !request.text.trim().is_empty() {
        let hits = duty.store.search(request.text.trim(), &["recipient"], 1_000)?;
        query = query.and("recipient", Test::In, hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>());
    }
    let limit = request.limit.unwrap_or(50).min(200);
    let wanted = request.outcome.as_deref().filter(|wanted| !wanted.is_empty());
    let (surveys, mut estimates, total) = match wanted {
        None => {
            let total = duty.store.count(&query)?;
            query.limit = Some(u64::from(limit));
            query.offset = u64::from(request.offset);
            let surveys = duty.list(&query)?;
            let estimates = estimate::of_surveys(&duty, &surveys)?;
            (surveys, estimates, total)
        }
        // What a survey comes to stands in no column: all that match otherwise are worked out.
        Some(wanted) => {
            let mut surveys = duty.list(&query)?;
            let estimates = estimate::of_surveys(&duty, &surveys)?;
            let comes_to = |row: &Row| Some(estimates.get(&row.id)?.outcome.as_deref().unwrap_or("nothing"));
            surveys.retain(|row| comes_to(row) == Some(wanted));
            let total = surveys.len() as u64;
            let page = surveys.into_iter().skip(request.offset as usize).take(limit as usize).collect();
            (page, estimates, total)
        }
    };
    let merges = duty.merges()?;
    let ids: Vec<String> =
        surveys.iter().map(|row| merges.standing(text(&row.fields, "recipient")).to_owned()).collect();
    let briefs = people::briefs(&duty, &ids)?;
    let mut rows = Vec::new();
    for survey in surveys {
        let Some(estimate) = estimates.remove(&survey.id) else {
            continue;
        };
        let of = |field: &str| text(&survey.fields, field).to_owned();
        let who = [duty.staff_name(&of("investigator")), of("second_investigator")];
        rows.push(MeansListRow {
            station: duty.station_name(&survey.station),
            person: briefs.get(merges.standing(text(&survey.fields, "recipient"))).cloned(),
            survey_no: of("survey_no"),
            date: of("date"),
            matter: code_label("means_matter", text(&survey.fields, "matter")),
            investigators: who.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("、"),
            heads: estimate.heads,
            per_capita: estimate.per_capita,
            outcome: estimate.outcome,
            outcome_label: estimate.outcome_label,
            missing: estimate.missing.into_iter().next(),
            until: until(&duty, &survey.fields)?,
            provisional: survey.provisional,
            state: survey.state.into(),
            id: survey.id,
        });
    }
    let lacking = Counties::load(&duty)?.on(duty.today).is_none();
    let words = if duty.is_county() {
        "还没有设今天有效的家计标准，各站点都出不了结论。请在“参数”里新建。"
    } else {
        "县里还没有下发今天有效的家计标准，能算人均收入，不出结论。请向县民政局索取后同步。"
    };
    Ok(MeansList { rows, total, lacking: lacking.then(|| words.to_owned()) })
}

/// The person and everyone of the same household.
fn same_household(duty: &Duty, recipient: &str) -> Result<Vec<String>, CommandError> {
    let person = duty.row("recipient", recipient)?;
    let mut ids = vec![person.id];
    let household = text(&person.fields, "household");
    if !household.is_empty() {
        let others = duty.store.count_by(&Query::of("recipient").and("household", Test::Eq, household), "id")?;
        ids.extend(others.into_iter().filter_map(|(id, _)| id.as_str().map(str::to_owned)));
    }
    let merges = duty.merges()?;
    ids = ids.iter().flat_map(|id| merges.family(id)).collect();
    Ok(ids)
}

/// R15 and R22: until when what the county recognised holds, or when it is to be reviewed.
pub(crate) fn until(duty: &Duty, fields: &Payload) -> Result<Option<MeansUntil>, CommandError> {
    let Some(recognised) = date(fields, "recognised_date") else {
        return Ok(None);
    };
    let cycle = cycle(duty)?;
    let (label, on) = match text(fields, "recognised_type") {
        "rigid_expense_difficulty" => {
            let months = Counties::load(duty)?.on(recognised).map_or(12, |standards| standards.rigid_months());
            ("有效期至", dibao_review::valid_until(recognised, months))
        }
        "dibao" | "dibao_margin" => {
            let due = dibao_review::due(recognised, text(fields, "income_unsteady") == "yes", cycle);
            ("下次核查", due.map(|due| due.on))
        }
        _ => return Ok(None),
    };
    Ok(on.map(|on| {
        let days = (on - duty.today).num_days();
        let soon = days <= i64::from(cycle.remind_days);
        MeansUntil { label: label.to_owned(), date: on.to_string(), days, soon }
    }))
}

/// How often the county wants reviews.
pub(crate) fn cycle(duty: &Duty) -> Result<Cycle, CommandError> {
    let usual = Cycle::default();
    Ok(Cycle {
        unsteady_months: duty.number_parameter("review_unsteady_months")?.unwrap_or(usual.unsteady_months),
        steady_months: duty.number_parameter("review_steady_months")?.unwrap_or(usual.steady_months),
        remind_days: duty.number_parameter("review_remind_days")?.unwrap_or(usual.remind_days),
    })
}
