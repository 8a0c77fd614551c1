//! Community activities (社区活动): the list, one activity with who signed in, signing in, and the draft of its summary.
//! Counting is `domain::community_activity`.

use changelog::Payload;
use domain::community_activity;
use domain::fields::{activity_participant, community_activity as community_activity_fields, recipient};
use domain::service::Standing;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::words::label;
use crate::people::{self, PersonBrief};
use crate::records::annotations::annotations_of;
use crate::records::facts::activities::number;
use crate::records::group_figures::does_not_count;
use crate::records::joining_record;
use crate::records::listing::{self, SortBy};
use crate::records::view::{self, RecordView};

/// Coming and past activities.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Activities {
    /// Planned ones, the next first; those past their date stand on top.
    pub coming: Vec<ActivityRow>,
    /// Held and cancelled ones, the newest first.
    pub past: Vec<ActivityRow>,
}

/// An activity in the list, as the ledger has it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ActivityRow {
    /// Record id.
    pub id: String,
    /// Name of the station, at the county.
    pub station: String,
    /// Number.
    pub plan_no: String,
    /// Name.
    pub name: String,
    /// Readable type.
    pub activity_type: String,
    /// Code of `event_state`.
    pub state: String,
    /// Its label.
    pub state_label: String,
    /// The day it was held, else planned for.
    pub date: String,
    /// Place.
    pub place: String,
    /// Responsible worker.
    pub worker: String,
    /// Head-count of a held one, else the expected number.
    pub people: u32,
    /// Volunteers.
    pub volunteers: u32,
    /// Planned for a day that is over.
    pub late: bool,
    /// 暂存
    pub provisional: bool,
}

/// Which activities.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ActivitiesRequest {
    /// Its name, number or place, the name, pinyin or initials of somebody who signed in.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Column of the list; without it by date.
    pub sort: Option<SortBy>,
}

/// One activity with who signed in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ActivityView {
    /// Plan, record and satisfaction.
    pub record: RecordView,
    /// Its line.
    pub line: ActivityRow,
    /// Those on file who signed in, in the order they did.
    pub participants: Vec<PersonBrief>,
    /// Person-times as they count.
    pub person_times: u64,
    /// Why it does not count, when it does not.
    pub does_not_count: Option<String>,
    /// What the county wrote about it.
    pub annotations: Vec<RecordView>,
}

/// Signs somebody on file in, or out again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SignInRequest {
    /// The activity.
    pub activity: String,
    /// The person.
    pub recipient: String,
    /// False takes the name off again.
    pub present: bool,
}

/// The draft of a summary.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SummaryDraft {
    /// What the record says, in sentences.
    pub text: String,
}

/// Lists the activities.
pub(crate) fn list(pc: &Pc, request: ActivitiesRequest) -> Result<Activities, CommandError> {
    shown(&Context::of(pc)?, &request)
}

/// The activities that list and file show, the thousand planned last.
pub(crate) fn shown(context: &Context, request: &ActivitiesRequest) -> Result<Activities, CommandError> {
    let query = Query {
        limit: Some(1_000),
        ..Query::of(community_activity_fields::KIND).by(community_activity_fields::PLAN_DATE, true)
    };
    let rows = context.list(&listing::searched(context, query, &request.text)?)?;
    let (mut coming, mut past): (Vec<_>, Vec<_>) =
        rows.iter().map(|row| line(context, row)).partition(|row| row.state == "planned");
    coming.sort_by(|one, other| one.date.cmp(&other.date));
    past.sort_by(|one, other| other.date.cmp(&one.date));
    let sort = request.sort.as_ref();
    Ok(Activities { coming: listing::sorted(coming, sort), past: listing::sorted(past, sort) })
}

fn line(context: &Context, row: &Row) -> ActivityRow {
    let of = |name: &str| text(&row.fields, name).to_owned();
    let state = of(community_activity_fields::STATE);
    let held = state == "held";
    let date = Some(of(community_activity_fields::DATE))
        .filter(|date| held && !date.is_empty())
        .unwrap_or_else(|| of(community_activity_fields::PLAN_DATE));
    ActivityRow {
        id: row.id.clone(),
        station: if context.is_county() { context.station_name(&row.station) } else { String::new() },
        plan_no: of(community_activity_fields::PLAN_NO),
        name: of(community_activity_fields::NAME),
        activity_type: label("activity_type", text(&row.fields, community_activity_fields::ACTIVITY_TYPE)),
        state_label: label("event_state", &state),
        late: state == "planned" && date < context.today_text(),
        date,
        place: of(community_activity_fields::PLACE),
        worker: context.staff_name(text(&row.fields, community_activity_fields::WORKER)),
        people: number(
            &row.fields,
            if held { community_activity_fields::PEOPLE_COUNT } else { community_activity_fields::PLANNED_PEOPLE },
        ),
        volunteers: number(&row.fields, community_activity_fields::VOLUNTEERS_COUNT),
        state,
        provisional: row.provisional,
    }
}

/// One activity.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<ActivityView, CommandError> {
    view(&Context::of(pc)?, &request.id)
}

fn view(context: &Context, id: &str) -> Result<ActivityView, CommandError> {
    let row = context.row(community_activity_fields::KIND, id)?;
    let signed_in = signed_in(context, id)?;
    let mut briefs = people::briefs(context, &signed_in)?;
    let participants: Vec<PersonBrief> = signed_in.iter().filter_map(|id| briefs.remove(id)).collect();
    let people = u64::from(number(&row.fields, community_activity_fields::PEOPLE_COUNT));
    let counted =
        crate::records::service::standing(context, kind_named(community_activity_fields::KIND)?, &row.fields)?
            == Standing::Counted;
    let service = domain::brief::ServiceFact { counted, ..Default::default() };
    Ok(ActivityView {
        line: line(context, &row),
        person_times: people.max(participants.len() as u64),
        participants,
        does_not_count: does_not_count(&service, row.provisional),
        annotations: annotations_of(context, std::slice::from_ref(&row.id))?,
        record: view::view(context, &row)?,
    })
}

/// Recipients who signed in, each once, the earliest first.
fn signed_in(context: &Context, activity: &str) -> Result<Vec<String>, CommandError> {
    let query = Query::of(activity_participant::KIND)
        .and(activity_participant::ACTIVITY, Test::Eq, activity)
        .by("created_ms", false);
    let mut ids: Vec<String> = Vec::new();
    for row in context.list(&query)? {
        let id = text(&row.fields, activity_participant::RECIPIENT).to_owned();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Signs somebody on file in or out.
pub(crate) fn sign_in(pc: &Pc, request: SignInRequest) -> Result<ActivityView, CommandError> {
    let context = Context::of(pc)?;
    let activity = context.row(community_activity_fields::KIND, &request.activity)?;
    context.must_write(kind_named(activity_participant::KIND)?, &activity.station)?;
    context.row(recipient::KIND, &request.recipient)?;
    let id = joining_record::joined_id(&activity.id, &request.recipient)?;
    let known = context.store.row(activity_participant::KIND, &id)?;
    let mut fields = Payload::new();
    if request.present {
        fields.insert(activity_participant::ACTIVITY.into(), activity.id.clone().into());
        fields.insert(activity_participant::RECIPIENT.into(), request.recipient.clone().into());
        if known.is_some() {
            fields.insert("deleted_reason".into(), Value::Null);
        }
    } else if known.is_some() {
        fields.insert("deleted_reason".into(), "签到时点错".into());
    }
    if let Some(write) = joining_record::write(&context, activity_participant::KIND, &id, fields)? {
        context.save(context.audience(kind_named(activity_participant::KIND)?, &activity.station), vec![write])?;
    }
    view(&context, &activity.id)
}

/// 一键生成活动总结草稿: what the record says, to be edited.
pub(crate) fn summary(pc: &Pc, request: IdRequest) -> Result<SummaryDraft, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(community_activity_fields::KIND, &request.id)?;
    let signed_in = signed_in(&context, &row.id)?.len();
    Ok(SummaryDraft { text: community_activity::summary(&row.fields, signed_in) })
}
