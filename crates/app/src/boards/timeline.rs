//! Everything done for one person, newest first, over all kinds of records that belong to a person. It reads
//! only, and a page of it costs one query per kind.

use domain::dictionary::{Kind, dictionary};
use domain::fields::{
    activity_participant, case, community_activity, gift_distribution, gift_receipt, group, group_member,
    group_session, progress_note, recipient, resource_beneficiary, resource_linkage, session_attendance, visit,
};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::shortened;
use crate::people::same_person::of_same_person;
use crate::records::case_papers::case_papers;
use crate::records::labels::{self, Titles};
use crate::records::opening_is_recorded;
use crate::records::view::Delivery;

/// Asks for a page of a timeline.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct TimelineRequest {
    /// Recipient id.
    pub id: String,
    /// At most this many (default 100).
    #[serde(default)]
    pub limit: Option<u32>,
    /// Skip this many.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
}

/// Everything done for a person, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Timeline {
    /// Items of this page.
    pub items: Vec<TimelineItem>,
    /// How many there are.
    pub total: u64,
}

/// One thing done for a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TimelineItem {
    /// Record kind.
    pub kind: String,
    /// 走访, 过程记录 …
    pub kind_label: String,
    /// Record id.
    pub id: String,
    /// The case it belongs to.
    pub case: Option<String>,
    /// Date, as typed.
    pub date: String,
    /// One line: what it was.
    pub title: String,
    /// A little more.
    pub detail: String,
    /// Who did it.
    pub who: String,
    /// 暂存.
    pub provisional: bool,
    /// How far it has travelled.
    pub state: Delivery,
}

/// Everything done for a person.
pub(crate) fn timeline(pc: &Pc, request: TimelineRequest) -> Result<Timeline, CommandError> {
    let context = Context::of(pc)?;
    let person = context.row(recipient::KIND, &request.id)?;
    if opening_is_recorded(&context, &person)? {
        context.record_opening(&person)?;
    }
    let cases = context.list(&of_same_person(&context, case::KIND, &request.id)?)?;
    let case_ids: Vec<String> = cases.iter().map(|row| row.id.clone()).collect();
    let mut items = Vec::new();
    for kind in dictionary().about_a_person() {
        let rows = context.list(&of_same_person(&context, &kind.name, &request.id)?)?;
        items.extend(items_of(&context, kind, &rows)?);
    }
    for (name, _) in case_papers() {
        let rows = context.list_in(&Query::of(name), progress_note::CASE, &case_ids)?;
        items.extend(items_of(&context, kind_named(name)?, &rows)?);
    }
    items.extend(sessions(&context, &request.id)?);
    items.extend(activities(&context, &request.id)?);
    items.extend(given(&context, &request.id)?);
    items.sort_by(|one, other| other.0.cmp(&one.0));
    let total = items.len() as u64;
    let page = items.into_iter().skip(request.offset as usize).take(request.limit.unwrap_or(100).min(1_000) as usize);
    Ok(Timeline { items: page.map(|(_, item)| item).collect(), total })
}

/// Sessions of groups at which the person was.
fn sessions(context: &Context, id: &str) -> Result<Vec<Dated>, CommandError> {
    let ids =
        |rows: &[Row], field: &str| rows.iter().map(|row| text(&row.fields, field).to_owned()).collect::<Vec<_>>();
    let members: Vec<String> =
        context.list(&of_same_person(context, group_member::KIND, id)?)?.into_iter().map(|row| row.id).collect();
    let present = Query::of(session_attendance::KIND).and(session_attendance::STATUS, Test::Eq, "present");
    let attended = ids(&context.list_in(&present, session_attendance::MEMBER, &members)?, session_attendance::SESSION);
    let held = Query::of(group_session::KIND).and(group_session::STATE, Test::Eq, "held");
    let rows = context.list_in(&held, "id", &attended)?;
    let groups = context.list_in(&Query::of(group::KIND), "id", &ids(&rows, group_session::GROUP))?;
    let mut items = items_of(context, kind_named(group_session::KIND)?, &rows)?;
    for (_, item) in &mut items {
        let of = rows.iter().find(|row| row.id == item.id).map(|row| text(&row.fields, group_session::GROUP));
        if let Some(group) = groups.iter().find(|group| Some(group.id.as_str()) == of) {
            item.title = format!("{} {}", text(&group.fields, group::NAME), item.title);
        }
    }
    Ok(items)
}

/// Activities at which the person signed in.
fn activities(context: &Context, id: &str) -> Result<Vec<Dated>, CommandError> {
    let signed_in = context.list(&of_same_person(context, activity_participant::KIND, id)?)?;
    let ids: Vec<String> =
        signed_in.iter().map(|row| text(&row.fields, activity_participant::ACTIVITY).to_owned()).collect();
    let held = Query::of(community_activity::KIND).and(community_activity::STATE, Test::Eq, "held");
    items_of(context, kind_named(community_activity::KIND)?, &context.list_in(&held, "id", &ids)?)
}

/// Gifts the person signed for, and resources that went to them.
fn given(context: &Context, id: &str) -> Result<Vec<Dated>, CommandError> {
    let of =
        |rows: Vec<Row>, field: &str| rows.iter().map(|row| text(&row.fields, field).to_owned()).collect::<Vec<_>>();
    let signed = of(
        context.list(&of_same_person(context, gift_receipt::KIND, id)?.and(gift_receipt::SIGNED, Test::Eq, "yes"))?,
        gift_receipt::GIFT_DISTRIBUTION,
    );
    let linked = of(
        context.list(&of_same_person(context, resource_beneficiary::KIND, id)?)?,
        resource_beneficiary::RESOURCE_LINKAGE,
    );
    let gifts = context.list_in(&Query::of(gift_distribution::KIND), "id", &signed)?;
    let mut items = items_of(context, kind_named(gift_distribution::KIND)?, &gifts)?;
    let resources = context.list_in(&Query::of(resource_linkage::KIND), "id", &linked)?;
    items.extend(items_of(context, kind_named(resource_linkage::KIND)?, &resources)?);
    Ok(items)
}

type Dated = ((String, String, u64), TimelineItem);

fn items_of(context: &Context, kind: &Kind, rows: &[Row]) -> Result<Vec<Dated>, CommandError> {
    let titles = Titles::for_rows(context, kind, rows)?;
    Ok(rows.iter().map(|row| item(context, kind, row, &titles)).collect())
}

fn item(context: &Context, kind: &Kind, row: &Row, titles: &Titles) -> Dated {
    let date = kind.date.as_deref().map_or("", |dated| text(&row.fields, dated)).to_owned();
    let words = |names: &[String]| {
        let fields = names.iter().filter_map(|name| kind.field(name));
        let words: Vec<String> = fields
            .map(|field| {
                labels::readable(
                    context,
                    field,
                    row.fields.get(&field.name).unwrap_or(&serde_json::Value::Null),
                    titles,
                )
            })
            .filter(|words| !words.is_empty())
            .collect();
        shortened(&words.join(" · "), 120)
    };
    let line = kind.timeline.clone().unwrap_or_default();
    let title = match line.title.as_slice() {
        [] => labels::title(context, kind, &row.fields, titles),
        fields => words(fields),
    };
    let detail = words(&line.detail);
    let who = kind.worker.as_deref().and_then(|field| some_text(&row.fields, field));
    let item = TimelineItem {
        kind: kind.name.clone(),
        kind_label: kind.label.clone(),
        id: row.id.clone(),
        case: if kind.name == case::KIND { Some(row.id.clone()) } else { some_text(&row.fields, progress_note::CASE) },
        date: date.clone(),
        title,
        detail,
        who: context.staff_name(who.as_deref().unwrap_or(&row.created_by)),
        provisional: row.provisional,
        state: row.state,
    };
    ((date, text(&row.fields, visit::START_TIME).to_owned(), row.created_ms), item)
}
