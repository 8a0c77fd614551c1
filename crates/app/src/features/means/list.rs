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
use crate::records::listing::{self, SortBy, Span};
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
    /// Name, pinyin, village of the applicant; name of anybody in the survey; number.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Code of `means_type` that the survey comes to, or `nothing`.
    pub outcome: Option<String>,
    /// Column of the list; without it the newest first.
    pub sort: Option<SortBy>,
    /// At most this many rows (default 50, at most 500).
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
    let (rows, total) = rows(&context, &request, Span::page(request.offset, Some(request.limit.unwrap_or(50))))?;
    let lacking = Counties::load(&context)?.on(context.today).is_none();
    let words = if context.is_county() {
        "还没有设今天有效的家计标准，各站点都出不了结论。请在“参数”里新建。"
    } else {
        "县里还没有下发今天有效的家计标准，能算人均收入，不出结论。请向县民政局索取后同步。"
    };
    Ok(MeansList { rows, total, lacking: lacking.then(|| words.to_owned()) })
}

/// The surveys that page and file show, and how many match in all.
pub(crate) fn rows(
    context: &Context,
    request: &MeansListRequest,
    span: Span,
) -> Result<(Vec<MeansListRow>, u64), CommandError> {
    let surveys = context.of_station(means_survey::KIND, request.station.as_deref());
    let mut query = surveys.by(means_survey::DATE, true).by("created_ms", true);
    if let Some(recipient) = request.recipient.as_deref().filter(|recipient| !recipient.is_empty()) {
        query = query.and(means_survey::RECIPIENT, Test::In, same_household(context, recipient)?);
    }
    let query = listing::searched(context, query, &request.text)?;
    match request.outcome.as_deref().filter(|wanted| !wanted.is_empty()) {
        None => listing::rows(context, query, request.sort.as_ref(), span, |surveys| lines(context, surveys)),
        // What a survey comes to stands in no column: all that match otherwise are worked out.
        Some(wanted) => {
            let mut all = lines(context, &context.list(&query)?)?;
            all.retain(|row| row.outcome.as_deref().unwrap_or("nothing") == wanted);
            let total = all.len() as u64;
            Ok((span.of(listing::sorted(all, request.sort.as_ref())), total))
        }
    }
}

fn lines(context: &Context, surveys: &[Row]) -> Result<Vec<MeansListRow>, CommandError> {
    let mut estimates = estimate::of_surveys(context, surveys)?;
    let merges = context.merges()?;
    let ids: Vec<String> =
        surveys.iter().map(|row| merges.standing(text(&row.fields, means_survey::RECIPIENT)).to_owned()).collect();
    let briefs = people::briefs(context, &ids)?;
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
            until: until(context, &survey.fields)?,
            provisional: survey.provisional,
            state: survey.state,
            id: survey.id.clone(),
        });
    }
    Ok(rows)
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
