//! The list of means surveys: each with its estimate, and until when a recognition holds or when it is to be reviewed.

use domain::fields::{means_survey, recipient};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::means::estimate;
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::code_label;
use crate::people::{self, PersonBrief};
use crate::records::county_standards::Counties;
use crate::records::reviews_due::{MeansUntil, until};
use crate::records::view::Delivery;

/// Which surveys.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct MeansListRequest {
    /// Of this person, or of this person's household.
    pub recipient: Option<String>,
    /// Of this station, at the county.
    pub station: Option<String>,
    /// Name, pinyin, village of the applicant.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Code of `means_type` that the survey comes to, or `nothing`.
    pub outcome: Option<String>,
    /// At most this many rows (default 50, at most 200).
    pub limit: Option<u32>,
    /// Skip this many rows.
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
}

/// A page of surveys, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansList {
    /// Rows of this page.
    pub rows: Vec<MeansListRow>,
    /// How many match in all.
    pub total: u64,
    /// The county has set no standards that hold today: what to say, or none.
    pub lacking: Option<String>,
}

/// A survey in the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansListRow {
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
    pub state: Delivery,
}

/// A page of surveys.
pub(crate) fn list(pc: &Pc, request: MeansListRequest) -> Result<MeansList, CommandError> {
    let context = Context::of(pc)?;
    let surveys = context.of_station(means_survey::KIND, request.station.as_deref());
    let mut query = surveys.by(means_survey::DATE, true).by("created_ms", true);
    if let Some(recipient) = request.recipient.as_deref().filter(|recipient| !recipient.is_empty()) {
        query = query.and(means_survey::RECIPIENT, Test::In, same_household(&context, recipient)?);
    }
    if !request.text.trim().is_empty() {
        let hits = context.store.search(request.text.trim(), &[recipient::KIND], 1_000)?;
        query = query.and(means_survey::RECIPIENT, Test::In, hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>());
    }
    let limit = request.limit.unwrap_or(50).min(200);
    let wanted = request.outcome.as_deref().filter(|wanted| !wanted.is_empty());
    let (surveys, mut estimates, total) = match wanted {
        None => {
            let total = context.store.count(&query)?;
            query.limit = Some(u64::from(limit));
            query.offset = u64::from(request.offset);
            let surveys = context.list(&query)?;
            let estimates = estimate::of_surveys(&context, &surveys)?;
            (surveys, estimates, total)
        }
        // What a survey comes to stands in no column: all that match otherwise are worked out.
        Some(wanted) => {
            let mut surveys = context.list(&query)?;
            let estimates = estimate::of_surveys(&context, &surveys)?;
            let comes_to = |row: &Row| Some(estimates.get(&row.id)?.outcome.as_deref().unwrap_or("nothing"));
            surveys.retain(|row| comes_to(row) == Some(wanted));
            let total = surveys.len() as u64;
            let page = surveys.into_iter().skip(request.offset as usize).take(limit as usize).collect();
            (page, estimates, total)
        }
    };
    let merges = context.merges()?;
    let ids: Vec<String> =
        surveys.iter().map(|row| merges.standing(text(&row.fields, means_survey::RECIPIENT)).to_owned()).collect();
    let briefs = people::briefs(&context, &ids)?;
    let mut rows = Vec::new();
    for survey in surveys {
        let Some(estimate) = estimates.remove(&survey.id) else {
            continue;
        };
        let of = |field: &str| text(&survey.fields, field).to_owned();
        let who = [context.staff_name(&of(means_survey::INVESTIGATOR)), of(means_survey::SECOND_INVESTIGATOR)];
        rows.push(MeansListRow {
            station: context.station_name(&survey.station),
            person: briefs.get(merges.standing(text(&survey.fields, means_survey::RECIPIENT))).cloned(),
            survey_no: of(means_survey::SURVEY_NO),
            date: of(means_survey::DATE),
            matter: code_label("means_matter", text(&survey.fields, means_survey::MATTER)),
            investigators: who.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("、"),
            heads: estimate.heads,
            per_capita: estimate.per_capita,
            outcome: estimate.outcome,
            outcome_label: estimate.outcome_label,
            missing: estimate.missing.into_iter().next(),
            until: until(&context, &survey.fields)?,
            provisional: survey.provisional,
            state: survey.state,
            id: survey.id,
        });
    }
    let lacking = Counties::load(&context)?.on(context.today).is_none();
    let words = if context.is_county() {
        "还没有设今天有效的家计标准，各站点都出不了结论。请在“参数”里新建。"
    } else {
        "县里还没有下发今天有效的家计标准，能算人均收入，不出结论。请向县民政局索取后同步。"
    };
    Ok(MeansList { rows, total, lacking: lacking.then(|| words.to_owned()) })
}

/// The person and everyone of the same household.
fn same_household(context: &Context, recipient: &str) -> Result<Vec<String>, CommandError> {
    let person = context.row(recipient::KIND, recipient)?;
    let mut ids = vec![person.id];
    let household = text(&person.fields, recipient::HOUSEHOLD);
    if !household.is_empty() {
        let others =
            context.store.count_by(&Query::of(recipient::KIND).and(recipient::HOUSEHOLD, Test::Eq, household), "id")?;
        ids.extend(others.into_iter().filter_map(|(id, _)| id.as_str().map(str::to_owned)));
    }
    let merges = context.merges()?;
    ids = ids.iter().flat_map(|id| merges.same_person(id)).collect();
    Ok(ids)
}
