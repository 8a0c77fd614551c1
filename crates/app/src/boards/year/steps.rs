//! Steps of an agreement year, filled: lines from deadlines, from records, and from what the agreement itself says.

use domain::agreement::{Verdict, passing_grades, verdict, year_in_cycle};
use domain::deadlines::{self, Each};
use domain::dictionary::HomeAudience;
use domain::fields::{agreement, yearly_evaluation};
use domain::parameters::{CYCLE_YEARS, PASSING_GRADES};
use domain::values::{date, text};
use domain::year::{Begin, Next, OfDeadline, OfRecord, Shows, State, Step, Words, next, standing, steps};
use store::{Query, Row, Test};

use super::{BegunStep, Shown, YearLine, YearStep, owed_by};
use crate::boards::deadlines::{DeadlineRow, DeadlineState, DeadlinesRequest, all_since};
use crate::kernel::context::kind_named;
use crate::kernel::error::CommandError;
use crate::kernel::request::RecordRef;
use crate::kernel::words::code_label;
use crate::records::labels::{self, Titles};

/// Every step of the year, in its order.
pub(super) fn of(shown: &Shown) -> Result<Vec<YearStep>, CommandError> {
    let request = DeadlinesRequest { settled: true, ..DeadlinesRequest::default() };
    let due = all_since(shown.context, &request, Some(shown.term.from))?;
    let mut words = Words::of(&shown.agreement.id, &shown.agreement.fields);
    let mut made = Vec::new();
    for step in steps() {
        let one = filled(shown, step, &due, &words)?;
        let done = one.lines.iter().find(|line| line.state == State::Done || line.state == State::Doing);
        if let Some(record) = done.and_then(|line| line.record.as_ref()) {
            words.say(&format!("step.{}", step.name), record.id.clone().into());
        }
        made.push(one);
    }
    Ok(made)
}

fn filled(shown: &Shown, step: &Step, due: &[DeadlineRow], words: &Words) -> Result<YearStep, CommandError> {
    let mut lines = match step.shows {
        Some(Shows::Agreement) => vec![signed(shown)],
        Some(Shows::Verdict) => vec![judged(shown)?],
        Some(Shows::Next) => return what_follows(shown, step, words),
        None => match &step.deadline {
            Some(of) => of_deadline(shown, step, of, due, words),
            None => Vec::new(),
        },
    };
    // Of what the other side owes no deadline stands here; its records may.
    if let (true, Some(of)) = (lines.is_empty(), &step.record) {
        lines = of_records(shown, step, of)?;
    }
    let state =
        standing(&lines.iter().map(|line| line.state).collect::<Vec<_>>()).unwrap_or_else(|| nothing(shown, step));
    let begin = step.begin.as_ref().filter(|_| lines.is_empty() && state == State::Open && is_owed_here(shown, step));
    let begin = begin.map(|begin| begun(begin, words)).transpose()?;
    Ok(YearStep { words: said(state, &lines), begin, ..named(step, state, lines) })
}

fn named(step: &Step, state: State, lines: Vec<YearLine>) -> YearStep {
    YearStep {
        name: step.name.clone(),
        label: step.label.clone(),
        clause: step.clause.clone(),
        owes: owed_by(step.owes).to_owned(),
        state,
        words: String::new(),
        lines,
        begin: None,
    }
}

/// How a step stands in words: the words of its one line, or how many of its lines are done.
fn said(state: State, lines: &[YearLine]) -> String {
    let done = lines.iter().filter(|line| line.state == State::Done).count();
    let late = lines.iter().filter(|line| line.state == State::Overdue).count();
    match (lines, state) {
        ([], State::Elsewhere) => "由县里办理".to_owned(),
        ([], State::Later) => "还没有到期".to_owned(),
        ([], _) => "还没有".to_owned(),
        ([one], _) => one.words.clone(),
        (_, State::Overdue) => format!("已完成 {done} / {}，逾期 {late}", lines.len()),
        _ => format!("已完成 {done} / {}", lines.len()),
    }
}

/// How a step without lines stands: not begun, not yet due, or unknown to this side.
fn nothing(shown: &Shown, step: &Step) -> State {
    let seen = |kind: &str| kind_named(kind).is_ok_and(|kind| kind.audience != HomeAudience::County);
    match (&step.deadline, &step.record) {
        (_, Some(of)) if shown.context.is_county() || seen(&of.kind) => State::Open,
        (Some(_), None) if is_seen(shown, step) => State::Later,
        _ => State::Elsewhere,
    }
}

fn is_seen(shown: &Shown, step: &Step) -> bool {
    shown.context.is_county() || step.owes.station()
}

/// Whether this side owes a step and writes its records.
fn is_owed_here(shown: &Shown, step: &Step) -> bool {
    if shown.context.is_county() { step.owes.county() } else { step.owes.station() }
}

/// The deadlines of a rule that are this agreement's: of its record or its station's, or of the periods of its term.
fn of_deadline(shown: &Shown, step: &Step, of: &OfDeadline, due: &[DeadlineRow], words: &Words) -> Vec<YearLine> {
    let each = deadlines::rule(&of.rule).and_then(|rule| rule.each);
    let owing = |row: &&DeadlineRow| row.station == shown.station || row.station.is_empty();
    let own = |row: &&DeadlineRow| match (&row.record, each) {
        (Some(record), _) => record.id == shown.agreement.id || record.id == shown.link,
        (None, Some(each)) => is_of_term(shown, of, each, row),
        (None, None) => false,
    };
    let rows = due.iter().filter(|row| row.rule == of.rule).filter(owing).filter(own);
    let mut lines: Vec<(Option<String>, YearLine)> =
        rows.map(|row| (row.due.clone(), line(shown, step, row, words))).collect();
    lines.sort_by(|one, other| one.0.cmp(&other.0));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn is_of_term(shown: &Shown, of: &OfDeadline, each: Each, row: &DeadlineRow) -> bool {
    match of.due_within {
        true => row.due.as_deref().and_then(domain::dates::stored).is_some_and(|due| shown.term.contains(due)),
        false => each.between(shown.term.from, shown.term.to).iter().any(|(name, _)| *name == row.subject),
    }
}

fn line(shown: &Shown, step: &Step, row: &DeadlineRow, words: &Words) -> YearLine {
    let state = match row.state {
        DeadlineState::Overdue => State::Overdue,
        DeadlineState::Near => State::Near,
        DeadlineState::Later => State::Later,
        DeadlineState::Settled => State::Done,
        DeadlineState::Unknown => State::Unknown,
    };
    let own = if shown.context.is_county() { row.station.is_empty() } else { !row.station.is_empty() };
    let mut words = words.clone();
    if row.record.is_none() {
        words.say("subject", row.subject.clone().into());
    }
    let begin = step.begin.as_ref().filter(|_| own && state != State::Done);
    YearLine {
        title: row.subject.clone(),
        whose: row.station_name.clone(),
        due: row.due.clone(),
        done: None,
        state,
        words: row.words.clone(),
        record: row.settled_by.clone().or_else(|| row.record.clone()),
        begin: begin.and_then(|begin| begun(begin, &words).ok()),
        draft: row.draft.clone().filter(|_| own && state != State::Done),
    }
}

/// Records by which a step is done: of this agreement, or dated between its signing and its last day.
fn of_records(shown: &Shown, step: &Step, of: &OfRecord) -> Result<Vec<YearLine>, CommandError> {
    let kind = kind_named(&of.kind)?;
    let rows = found(shown, of)?;
    let titles = Titles::for_rows(shown.context, kind, &rows)?;
    let line = |row: &Row| {
        let day = of.done.as_ref().or(of.within.as_ref()).or(kind.date.as_ref());
        let done = day.map(|field| text(&row.fields, field).to_owned()).filter(|day| !day.is_empty());
        let state = if of.done.is_some() && done.is_none() { State::Doing } else { State::Done };
        YearLine {
            title: labels::title(shown.context, kind, &row.fields, &titles),
            whose: owed_by(step.owes).to_owned(),
            due: None,
            done,
            state,
            words: if state == State::Doing { "进行中" } else { "已完成" }.to_owned(),
            record: Some(RecordRef { kind: row.kind.clone(), id: row.id.clone() }),
            begin: None,
            draft: None,
        }
    };
    Ok(rows.iter().map(line).collect())
}

/// The final records of a step, in the order of their days.
fn found(shown: &Shown, of: &OfRecord) -> Result<Vec<Row>, CommandError> {
    let kind = kind_named(&of.kind)?;
    let station = (kind.audience == HomeAudience::Station).then_some(shown.station.as_str());
    let mut query = shown.context.of_station(&of.kind, station).finals();
    if let Some(link) = &of.link {
        query = query.and(link, Test::Eq, shown.agreement.id.clone());
    }
    if let Some(within) = &of.within {
        let signed = date(&shown.agreement.fields, agreement::SIGN_DATE).unwrap_or(shown.term.from);
        query = query.and(within, Test::AtLeast, signed.min(shown.term.from).to_string());
        query = query.and(within, Test::AtMost, shown.term.to.to_string()).by(within, false);
    }
    shown.context.list(&query.by("created_ms", false))
}

fn signed(shown: &Shown) -> YearLine {
    let fields = &shown.agreement.fields;
    let (signed, ended) = (text(fields, agreement::SIGN_DATE), text(fields, agreement::TERMINATED_DATE));
    let words = if ended.is_empty() { format!("{signed} 签订") } else { format!("{ended} 解除") };
    YearLine {
        title: format!("{}（{} 至 {}）", text(fields, agreement::AGREEMENT_NO), shown.term.from, shown.term.to),
        record: Some(RecordRef { kind: agreement::KIND.to_owned(), id: shown.agreement.id.clone() }),
        done: Some(signed.to_owned()),
        ..plain(State::Done, words)
    }
}

fn plain(state: State, words: impl Into<String>) -> YearLine {
    YearLine {
        title: String::new(),
        whose: "县级".to_owned(),
        due: None,
        done: None,
        state,
        words: words.into(),
        record: None,
        begin: None,
        draft: None,
    }
}

/// The newest evaluation of the agreement, and what it came to.
fn evaluated(shown: &Shown) -> Result<(Option<Row>, Verdict), CommandError> {
    let finals = Query { provisional: Some(false), limit: Some(1), ..Query::of(yearly_evaluation::KIND) };
    let newest = finals.and(yearly_evaluation::AGREEMENT, Test::Eq, shown.agreement.id.clone());
    let row = shown.context.list(&newest.by(yearly_evaluation::DATE, true))?.into_iter().next();
    let grade = row.as_ref().map(grade);
    let passing = shown.context.parameter(PASSING_GRADES)?;
    let verdict = verdict(grade.as_deref(), &passing_grades(&passing));
    Ok((row, verdict))
}

fn grade(row: &Row) -> String {
    code_label("evaluation_grade", text(&row.fields, yearly_evaluation::EVALUATION_GRADE))
}

fn judged(shown: &Shown) -> Result<YearLine, CommandError> {
    let (row, verdict) = evaluated(shown)?;
    let grade = row.as_ref().map(grade).unwrap_or_default();
    let (state, words) = match verdict {
        Verdict::None => (State::Waiting, "等评估结论".to_owned()),
        Verdict::Passed => (State::Done, format!("{grade}，合格")),
        Verdict::Failed => (State::Failed, grade.clone()),
        Verdict::Unmapped => (State::Unknown, format!("“{grade}”算不算合格，县里还没有设置")),
    };
    Ok(YearLine {
        title: grade,
        done: row.as_ref().map(|row| text(&row.fields, yearly_evaluation::DATE).to_owned()),
        record: row.map(|row| RecordRef { kind: row.kind, id: row.id }),
        ..plain(state, words)
    })
}

/// 续签或重新采购 (R07): the agreement that renews this one, or the procurement after it.
fn what_follows(shown: &Shown, step: &Step, words: &Words) -> Result<YearStep, CommandError> {
    let (_, verdict) = evaluated(shown)?;
    let cycle = shown.context.number_parameter(CYCLE_YEARS)?.unwrap_or(3);
    let year = year_in_cycle(&shown.agreement.fields).unwrap_or(1);
    let ends = format!("协议 {} 到期", shown.term.to);
    let next = next(year, cycle.into(), &verdict);
    let (begin, lines, words_now) = match next {
        Next::Waiting => {
            let words = format!("评估合格才能续签；{ends}");
            return Ok(YearStep { words, ..named(step, State::Waiting, Vec::new()) });
        }
        Next::Renewal => (&step.begin, renewed(shown)?, format!("可以续签第 {} 年；{ends}", year + 1)),
        Next::Procurement => {
            let lines = step.record.as_ref().map(|of| of_records(shown, step, of)).transpose()?.unwrap_or_default();
            let why = if verdict == Verdict::Failed { "评估不合格" } else { "周期已满" };
            (&step.otherwise, lines, format!("{why}，按政府采购程序重新采购；{ends}"))
        }
    };
    // A procurement is the county's alone; who renews an agreement stands in the one after it.
    let unseen = if next == Next::Procurement && !shown.context.is_county() { State::Elsewhere } else { State::Open };
    let state = standing(&lines.iter().map(|line| line.state).collect::<Vec<_>>()).unwrap_or(unseen);
    let begin = begin.as_ref().filter(|_| state == State::Open && shown.context.is_county());
    let begin = begin.map(|begin| begun(begin, words)).transpose()?;
    let words = lines.first().map_or(words_now, |line| format!("{} {}", line.title, line.words));
    Ok(YearStep { words, begin, ..named(step, state, lines) })
}

/// The agreement that renews this one.
fn renewed(shown: &Shown) -> Result<Vec<YearLine>, CommandError> {
    let finals = Query::of(agreement::KIND).finals();
    let rows = shown.context.list(&finals.and(agreement::RENEWS, Test::Eq, shown.agreement.id.clone()))?;
    let line = |row: Row| YearLine {
        title: text(&row.fields, agreement::AGREEMENT_NO).to_owned(),
        done: Some(text(&row.fields, agreement::SIGN_DATE).to_owned()),
        record: Some(RecordRef { kind: row.kind, id: row.id }),
        ..plain(State::Done, "已续签")
    };
    Ok(rows.into_iter().map(line).collect())
}

fn begun(begin: &Begin, words: &Words) -> Result<BegunStep, CommandError> {
    let kind = kind_named(&begin.kind)?;
    Ok(BegunStep { kind: kind.name.clone(), label: kind.label.clone(), fields: words.fields(begin) })
}
