//! Gifts and goods handed out (慰问与物资发放) with their sign-off lists: filling a list from the register, signing, and how far it
//! is. What counts as a household-time says `domain::gift`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use changelog::{Op, Payload};
use domain::fields::{gift_distribution, gift_receipt, recipient, recipient_category};
use domain::gift::{self, Line};
use domain::names;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::words::label;
use crate::people::on_file;
use crate::records::check::{self, Form};
use crate::records::facts::resources::gift_line;
use crate::records::listing::{self, SortBy, Span};
use crate::records::view::{self, Delivery, RecordView};

/// Asks for distributions.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct GiftsRequest {
    /// Words of the name, goods or place; the name of somebody on the list.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Only of this year.
    pub year: Option<i32>,
    /// Column of the list; without it the newest first.
    pub sort: Option<SortBy>,
    /// Skip so many.
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
    /// At most so many (default 100).
    pub limit: Option<u32>,
}

/// A page of distributions.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct GiftsAnswer {
    /// Newest first.
    pub rows: Vec<GiftRow>,
    /// How many match.
    pub total: u64,
}

/// A distribution in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct GiftRow {
    /// Record id.
    pub id: String,
    /// Name of the station.
    pub station: String,
    /// 名称
    pub name: String,
    /// Day.
    pub date: String,
    /// 类别, readable.
    pub occasion: String,
    /// 物资
    pub goods: String,
    /// Lines of the list.
    pub lines: u64,
    /// Of these signed.
    pub signed: u64,
    /// 户次
    pub household_times: u64,
    /// 暂存
    pub provisional: bool,
    /// How far it has travelled.
    pub state: Delivery,
}

/// A distribution with its list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct GiftView {
    /// The distribution.
    pub record: RecordView,
    /// The list, by village and name.
    pub lines: Vec<GiftLine>,
    /// Lines signed.
    pub signed: u64,
    /// Pieces signed for.
    pub quantity: u64,
    /// 户次
    pub household_times: u64,
    /// Worth of what was signed for, in 分; none when no worth is known.
    #[ts(type = "number | null")]
    pub amount: Option<i64>,
}

/// A line of a sign-off list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct GiftLine {
    /// The record.
    pub record: RecordView,
    /// Who.
    pub name: String,
    /// Where.
    pub village: String,
    /// Signed for.
    pub signed: bool,
}

/// Puts people onto a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FillRequest {
    /// The distribution.
    pub id: String,
    /// Everybody of this category.
    #[serde(default)]
    #[ts(optional)]
    pub category: Option<String>,
    /// Everybody of this village.
    #[serde(default)]
    #[ts(optional)]
    pub village: Option<String>,
    /// One line per household instead of one per person.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub by_household: bool,
}

/// What was put onto the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FillAnswer {
    /// Lines added.
    pub added: u64,
    /// People who stood there already.
    pub known: u64,
}

/// Marks lines as signed, or takes the mark away.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SignRequest {
    /// The distribution.
    pub id: String,
    /// Lines; all that are not signed when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub lines: Vec<String>,
    /// Signed, or not after all.
    pub signed: bool,
}

/// Distributions of a year.
pub(crate) fn list(pc: &Pc, request: GiftsRequest) -> Result<GiftsAnswer, CommandError> {
    let (rows, total) = rows(&Context::of(pc)?, &request, Span::page(request.offset, request.limit))?;
    Ok(GiftsAnswer { rows, total })
}

/// The distributions that page and file show, and how many match in all.
pub(crate) fn rows(context: &Context, request: &GiftsRequest, span: Span) -> Result<(Vec<GiftRow>, u64), CommandError> {
    let mut query = Query::of(gift_distribution::KIND).by(gift_distribution::DATE, true);
    if let Some(year) = request.year {
        query = query.and(gift_distribution::DATE, Test::AtLeast, format!("{year:04}-01-01"));
        query = query.and(gift_distribution::DATE, Test::AtMost, format!("{year:04}-12-31"));
    }
    let query = listing::searched(context, query, &request.text)?;
    listing::rows(context, query, request.sort.as_ref(), span, |rows| gift_rows(context, rows))
}

fn gift_rows(context: &Context, rows: &[Row]) -> Result<Vec<GiftRow>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for row in context.list_in(&Query::of(gift_receipt::KIND).finals(), gift_receipt::GIFT_DISTRIBUTION, &ids)? {
        lines.entry(text(&row.fields, gift_receipt::GIFT_DISTRIBUTION).to_owned()).or_default().push(gift_line(&row));
    }
    let none = Vec::new();
    Ok(rows.iter().map(|row| gift_row(context, row, lines.get(&row.id).unwrap_or(&none))).collect())
}

fn gift_row(context: &Context, row: &Row, lines: &[Line]) -> GiftRow {
    let of = |field: &str| text(&row.fields, field).to_owned();
    GiftRow {
        id: row.id.clone(),
        station: context.station_name(&row.station),
        name: of(gift_distribution::NAME),
        date: of(gift_distribution::DATE),
        occasion: label("gift_occasion", text(&row.fields, gift_distribution::OCCASION)),
        goods: of(gift_distribution::GOODS),
        lines: lines.len() as u64,
        signed: lines.iter().filter(|line| line.signed).count() as u64,
        household_times: gift::household_times(lines).len() as u64,
        provisional: row.provisional,
        state: row.state,
    }
}

/// A distribution with its list.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<GiftView, CommandError> {
    view(&Context::of(pc)?, &request.id)
}

fn view(context: &Context, id: &str) -> Result<GiftView, CommandError> {
    let record = context.row(gift_distribution::KIND, id)?;
    let rows = lines_of(context, id)?;
    let titles = view::views(context, gift_receipt::KIND, &rows)?;
    let people = people_on(context, &rows)?;
    let mut lines: Vec<GiftLine> = rows
        .iter()
        .zip(titles)
        .map(|(row, record)| {
            let (name, village) =
                people.get(text(&row.fields, gift_receipt::RECIPIENT)).cloned().unwrap_or_else(|| {
                    let household = record.labels.get(gift_receipt::HOUSEHOLD).cloned().unwrap_or_default();
                    (some_text(&row.fields, gift_receipt::NAME).unwrap_or(household), String::new())
                });
            let own = text(&row.fields, gift_receipt::VILLAGE);
            let village = if own.is_empty() { village } else { own.to_owned() };
            GiftLine { record, name, village, signed: text(&row.fields, gift_receipt::SIGNED) == "yes" }
        })
        .collect();
    lines.sort_by_cached_key(|line| (line.village.clone(), names::sort_key(&line.name), line.record.id.clone()));
    let plain: Vec<Line> = rows.iter().filter(|row| !row.provisional).map(gift_line).collect();
    let quantity: u64 = plain.iter().filter(|line| line.signed).map(|line| line.quantity).sum();
    let each = record.fields.get(gift_distribution::EACH_AMOUNT).and_then(Value::as_i64);
    Ok(GiftView {
        lines,
        signed: plain.iter().filter(|line| line.signed).count() as u64,
        quantity,
        household_times: gift::household_times(&plain).len() as u64,
        amount: each.map(|each| each.saturating_mul(quantity as i64)),
        record: view::view(context, &record)?,
    })
}

fn lines_of(context: &Context, id: &str) -> Result<Vec<Row>, CommandError> {
    context.list(&Query::of(gift_receipt::KIND).and(gift_receipt::GIFT_DISTRIBUTION, Test::Eq, id))
}

/// Name and village of the people on file that lines name.
fn people_on(context: &Context, rows: &[Row]) -> Result<BTreeMap<String, (String, String)>, CommandError> {
    let ids: BTreeSet<String> = rows.iter().filter_map(|row| some_text(&row.fields, gift_receipt::RECIPIENT)).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let rows = context.list_in(&Query { deleted: true, ..Query::of(recipient::KIND) }, "id", &ids)?;
    let name = |row: Row| {
        (row.id, (text(&row.fields, recipient::NAME).to_owned(), text(&row.fields, recipient::VILLAGE).to_owned()))
    };
    Ok(rows.into_iter().map(name).collect())
}

/// Puts everybody on file of a category or village onto the list; who stands there already stays once.
pub(crate) fn fill(pc: &Pc, request: FillRequest) -> Result<FillAnswer, CommandError> {
    let context = Context::of(pc)?;
    let distribution = context.row(gift_distribution::KIND, &request.id)?;
    let chosen =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (category, village) = (chosen(&request.category), chosen(&request.village));
    if category.is_none() && village.is_none() {
        return Err(CommandError::invalid_field("category", "请选择类别或村（居），不会一次把全部服务对象加进来。"));
    }
    let existing: Vec<Line> = lines_of(&context, &distribution.id)?.iter().map(gift_line).collect();
    let merges = context.merges()?;
    let mut people: HashSet<String> = existing.iter().map(|line| merges.standing(&line.recipient).to_owned()).collect();
    let mut households: HashSet<String> = existing.iter().map(|line| line.household.clone()).collect();
    let (mut writes, mut known) = (Vec::new(), 0);
    for person in candidates(&context, category.as_deref(), village.as_deref())? {
        let household = text(&person.fields, recipient::HOUSEHOLD).to_owned();
        let same_household = request.by_household && !household.is_empty() && !households.insert(household.clone());
        if !people.insert(person.id.clone()) || same_household {
            known += 1;
            continue;
        }
        let mut fields = Payload::from_iter([
            (gift_receipt::GIFT_DISTRIBUTION.to_owned(), Value::from(distribution.id.clone())),
            (gift_receipt::RECIPIENT.to_owned(), person.id.clone().into()),
            (gift_receipt::VILLAGE.to_owned(), text(&person.fields, recipient::VILLAGE).into()),
            (gift_receipt::QUANTITY.to_owned(), 1.into()),
            (gift_receipt::SIGNED.to_owned(), "no".into()),
        ]);
        if !household.is_empty() {
            fields.insert(gift_receipt::HOUSEHOLD.into(), household.into());
        }
        writes
            .extend(check::ready(&context, kind_named(gift_receipt::KIND)?, Form { fields, ..Form::default() })?.write);
    }
    let added = writes.len() as u64;
    if added > 0 {
        context.save(context.audience(kind_named(gift_receipt::KIND)?, &distribution.station), writes)?;
    }
    Ok(FillAnswer { added, known })
}

/// Final files of those on file, by village and name.
fn candidates(context: &Context, category: Option<&str>, village: Option<&str>) -> Result<Vec<Row>, CommandError> {
    let mut query = on_file::on_file_today(context, context.of_station(recipient::KIND, None).finals())?;
    if let Some(village) = village {
        query = context.in_village(query, village)?;
    }
    let mut rows = context.list(&query.by(recipient::VILLAGE, false).by(recipient::NAME, false))?;
    if let Some(category) = category {
        let categories = context.of_station(recipient_category::KIND, None).finals();
        let holders = on_file::holders(context, categories, &[category.to_owned()])?;
        rows.retain(|row| holders.contains(&row.id));
    }
    Ok(rows)
}

/// Marks lines as signed on the day of the distribution, today at the latest; or takes the mark away.
pub(crate) fn sign(pc: &Pc, request: SignRequest) -> Result<GiftView, CommandError> {
    let context = Context::of(pc)?;
    let distribution = context.row(gift_distribution::KIND, &request.id)?;
    let kind = kind_named(gift_receipt::KIND)?;
    context.must_write(kind, &distribution.station)?;
    let day = some_text(&distribution.fields, gift_distribution::DATE).filter(|day| *day <= context.today_text());
    let day = day.unwrap_or_else(|| context.today_text());
    let rows = lines_of(&context, &distribution.id)?;
    let wanted: HashSet<&str> = request.lines.iter().map(String::as_str).collect();
    let touched = rows.iter().filter(|row| wanted.is_empty() || wanted.contains(row.id.as_str()));
    let writes: Vec<Write> = touched
        .filter(|row| (text(&row.fields, gift_receipt::SIGNED) == "yes") != request.signed)
        .map(|row| {
            let date = if request.signed { Value::from(day.clone()) } else { Value::Null };
            let fields = Payload::from_iter([
                (gift_receipt::SIGNED.to_owned(), if request.signed { "yes" } else { "no" }.into()),
                (gift_receipt::SIGNED_DATE.to_owned(), date),
            ]);
            let seen = check::seen_of(row, Default::default(), &fields);
            Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen }
        })
        .collect();
    if !writes.is_empty() {
        context.save(context.audience(kind, &distribution.station), writes)?;
    }
    view(&context, &distribution.id)
}
