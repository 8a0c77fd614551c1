//! The act of handing over: piece by piece or all at once, each piece to one other person. For each receiver one `handover` record is written
//! with its pieces, in the very saves that change the responsible worker, so that the list to be signed says what was done. What a record
//! says of who did something in the past is never changed.

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::dictionary::Kind;
use domain::fields::{handover, handover_item};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Write;
use ts_rs::TS;

use crate::features::handover::{own_staff, works};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::open_work::{self, OpenWork};
use crate::records::{check, kinship};

/// Pieces in one save.
const IN_ONE_SAVE: usize = 200;
const LONGEST_REASON: usize = 200;

/// Hands work over.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct HandOverRequest {
    /// Whose it is (staff id).
    pub from: String,
    /// What, and who takes it.
    pub lines: Vec<HandOverLine>,
    /// Why.
    pub reason: String,
    /// Id of the long work.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// One piece given to somebody.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HandOverLine {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Who takes it (staff id).
    pub to: String,
}

/// What became of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub(crate) struct HandOverAnswer {
    /// The handovers written, one for each receiver.
    pub handovers: Vec<MadeHandover>,
    /// What was left, with the reason.
    pub left: Vec<String>,
    /// What should be known of what was handed over.
    pub warnings: Vec<String>,
    /// It was stopped before the end.
    pub cancelled: bool,
}

/// A handover that was written.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MadeHandover {
    /// Its record.
    pub id: String,
    /// Name of who took it.
    pub to: String,
    /// How many pieces.
    pub count: u64,
}

/// Hands work over.
pub(crate) fn hand_over(pc: &Pc, request: HandOverRequest) -> Result<HandOverAnswer, CommandError> {
    let context = Context::of(pc)?;
    context.must_write(kind_named(handover::KIND)?, &context.own_station())?;
    let reason = request.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(CommandError::invalid_field("reason", "请写明交接原因，如离职、调岗、休产假，不超过 200 字。"));
    }
    known_receivers(&context, &request)?;
    let mut open: BTreeMap<(String, String), OpenWork> = BTreeMap::new();
    for one in open_work::of(&context, &request.from)? {
        open.insert((one.kind.name.clone(), one.row.id.clone()), one);
    }
    let mut answer = HandOverAnswer::default();
    let mut given: Vec<(String, Vec<OpenWork>)> = Vec::new();
    for line in request.lines {
        let Some(work) = open.remove(&(line.kind.clone(), line.id)) else {
            let label = &kind_named(&line.kind)?.label;
            answer.left.push(format!("有 1 项{label}已经不在名下，可能刚办完或已移交"));
            continue;
        };
        match given.iter_mut().find(|(to, _)| *to == line.to) {
            Some((_, works)) => works.push(work),
            None => given.push((line.to, vec![work])),
        }
    }
    let total = given.iter().map(|(_, works)| works.len() as u64).sum();
    let task = pc.events.begin(request.task.as_deref(), "移交工作")?;
    let mut done = 0;
    for (to, works) in &given {
        let act = Act { context: &context, from: &request.from, to, reason, id: check::new_id() };
        let mut count = 0;
        for piece in works.chunks(IN_ONE_SAVE) {
            if task.progress(done, total, "保存").is_break() {
                answer.cancelled = true;
                break;
            }
            act.save(piece, count, &mut answer.warnings)?;
            count += piece.len() as u64;
            done += piece.len() as u64;
        }
        if count > 0 {
            answer.handovers.push(MadeHandover { id: act.id, to: context.staff_name(to), count });
        }
    }
    Ok(answer)
}

/// Work goes to people of this station who work here, and never back to the one who gives it.
fn known_receivers(context: &Context, request: &HandOverRequest) -> Result<(), CommandError> {
    let staff = own_staff(context)?;
    if !staff.iter().any(|row| row.id == request.from) {
        return Err(CommandError::not_found("这位工作人员"));
    }
    if request.lines.is_empty() {
        return Err(CommandError::invalid_field("lines", "请至少选择一项要移交的工作和它的接交人。"));
    }
    let may = |to: &str| to != request.from && staff.iter().any(|row| row.id == to && works(row));
    if request.lines.iter().all(|line| may(&line.to)) {
        return Ok(());
    }
    Err(CommandError::invalid_field("to", "接交人要选本站在岗的其他同事。"))
}

/// What goes to one receiver.
struct Act<'a> {
    context: &'a Context<'a>,
    from: &'a str,
    to: &'a str,
    reason: &'a str,
    /// Id of its `handover` record.
    id: String,
}

impl Act<'_> {
    /// Saves some pieces, with the handover itself before the first; `before` pieces were saved already.
    fn save(&self, works: &[OpenWork], before: u64, warnings: &mut Vec<String>) -> Result<(), CommandError> {
        let context = self.context;
        let mut writes = Vec::new();
        if before == 0 {
            writes.push(new(handover::KIND, self.id.clone(), self.head()));
        }
        for (at, work) in works.iter().enumerate() {
            let item = self.item(work, before + at as u64 + 1);
            writes.push(new(handover_item::KIND, check::new_id(), item));
            let responsible = work.kind.responsible.as_ref().filter(|_| !work.unfinished);
            if let Some(responsible) = responsible {
                let fields = Payload::from_iter([(responsible.field.clone(), Value::from(self.to))]);
                let seen = check::seen_of(&work.row, BTreeMap::new(), &fields);
                let (kind, record) = (work.row.kind.clone(), work.row.id.clone());
                writes.push(Write { kind, record, op: Op::Set, fields, seen });
            }
            warnings.extend(self.kin(work.kind, work)?);
        }
        context.save(context.audience(kind_named(handover::KIND)?, &context.own_station()), writes)?;
        Ok(())
    }

    /// Nobody sees to what she takes herself: then the paper leaves room for another name.
    fn head(&self) -> Payload {
        let me = self.context.person.id.as_str();
        let of = |name: &str, value: &str| (name.to_owned(), Value::from(value));
        Payload::from_iter([
            of(handover::HANDED_BY, self.from),
            of(handover::TAKEN_BY, self.to),
            of(handover::OVERSEEN_BY, if me == self.to { "" } else { me }),
            of(handover::DATE, &self.context.today_text()),
            of(handover::REASON, self.reason),
        ])
    }

    fn item(&self, work: &OpenWork, number: u64) -> Payload {
        let of = |name: &str, value: Value| (name.to_owned(), value);
        Payload::from_iter([
            of(handover_item::HANDOVER, self.id.clone().into()),
            of(handover_item::SEQ_NO, number.into()),
            of(handover_item::TARGET_KIND, work.kind.name.clone().into()),
            of(handover_item::TARGET, work.row.id.clone().into()),
            of(handover_item::UNFINISHED, if work.unfinished { "yes" } else { "no" }.into()),
            of(handover_item::STATE, open_work::state(self.context, work).into()),
        ])
    }

    /// That the receiver is kin of the person is said with the piece's name.
    fn kin(&self, kind: &Kind, work: &OpenWork) -> Result<Option<String>, CommandError> {
        let Some(person) = kind.person() else { return Ok(None) };
        let said = kinship::of_worker(self.context, kind, self.to, text(&work.row.fields, &person.name))?;
        let Some(words) = said else { return Ok(None) };
        Ok(Some(format!("{}：{words}", open_work::title(self.context, kind, &work.row)?)))
    }
}

fn new(kind: &str, record: String, mut fields: Payload) -> Write {
    fields.retain(|_, value| !value.as_str().is_some_and(str::is_empty));
    Write { kind: kind.to_owned(), record, op: Op::Set, fields, seen: BTreeMap::new() }
}
