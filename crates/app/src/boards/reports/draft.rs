//! The draft of a report: what it would be if it were frozen now. Figures are `domain::brief`, sentences and sections those of its outline;
//! it writes nothing.

use std::collections::BTreeMap;

use domain::brief::{self, Brief, Figures};
use domain::dictionary::dictionary;
use domain::fields::report;
use domain::period::{Month, Period};
use domain::report_outline::{Masthead, Section, Values};
use store::{Query, Row, Test};

use crate::boards::reports::about::About;
use crate::boards::reports::gathered::{Gathered, gather};
use crate::boards::reports::types::{ReportFigure, ReportRequest, ReportSection, ReportView};
use crate::boards::reports::{corrections, kept, parts, words};
use crate::features::targets;
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::returns;

/// What a report would be if it were frozen now.
pub(crate) fn preview(pc: &Pc, request: ReportRequest) -> Result<ReportView, CommandError> {
    let context = Context::of(pc)?;
    let about = About::own(&context, &request.key())?;
    let mut view = compute(&context, &about)?;
    let newest = kept::versions(&context, &about)?.into_iter().next();
    if let Some(row) = newest
        && let Some(returned) = returns::of_record(&context, &row)?.into_iter().next()
    {
        view.returned = Some(returned);
        if request.fresh != Some(true) {
            // Her own words and photos of the returned version are gone on with; the figures are those of today.
            let issued = kept::content(&context, &context.row(&row.kind, &row.id)?)?;
            let mut texts: BTreeMap<String, String> =
                issued.sections.into_iter().map(|section| (section.key, section.text)).collect();
            for section in &mut view.sections {
                section.text = texts.remove(&section.key).unwrap_or_default();
            }
            view.photos = issued.photos;
            (view.sent_to, view.copies) = (issued.sent_to, issued.copies);
        }
    }
    Ok(view)
}

/// A report from the records as they are.
pub(super) fn compute(context: &Context, about: &About) -> Result<ReportView, CommandError> {
    let gathered = gather(context, about)?;
    let values = words::values(context, about, gathered.as_ref())?;
    let versions = kept::versions(context, about)?;
    let newest = versions.first();
    let last = last_written(context, about)?;
    let outline = &about.outline;
    let said = |sentence: &domain::report_outline::Sentence| sentence.with(&values).unwrap_or_default();
    let mut view = ReportView {
        outline: outline.name.clone(),
        outline_label: outline.label.clone(),
        period: about.period.clone(),
        label: about.label.clone(),
        subject: about.subject_id().to_owned(),
        masthead: outline.masthead,
        title: said(&outline.title),
        issuer: said(&outline.issuer),
        issue_no: issue_no(about, newest),
        version: newest.map_or(0, |row| kept::number(row, report::VERSION)) + 1,
        date: context.today_text(),
        sent_to: last
            .as_ref()
            .map_or_else(|| said(&outline.receivers), |row| text(&row.fields, report::SENT_TO).into()),
        copies: last.as_ref().map_or(1, |row| kept::number(row, report::COPIES).max(1)),
        sections: Vec::new(),
        figures: gathered.as_ref().map_or(Ok(Vec::new()), |all| figures(context, about, &all.brief))?,
        columns: outline.period.columns().map(str::to_owned).to_vec(),
        spans: about.spans,
        provisional: about.spans.map_or(Ok(0), |spans| provisional_left(context, about, spans.this))?,
        notes: gathered.as_ref().map(|all| notes(context, about, &all.brief.this)).unwrap_or_default(),
        draft_key: about.draft_key(),
        own: true,
        to_hand_in: outline.report_type().is_some(),
        handed_in: None,
        returned: None,
        // An official paper is read by those who want to know what was done.
        leave_out_zeros: last
            .map_or(outline.masthead == Masthead::Official, |row| text(&row.fields, report::LEAVE_OUT_ZEROS) == "yes"),
        photos: Vec::new(),
        corrections: corrections::of(context, about)?,
        undone: gathered.as_ref().map(|all| undone(context, about, all)).unwrap_or_default(),
    };
    view.sections = sections(context, about, gathered.as_ref(), &values, &view)?;
    Ok(view)
}

/// 期号 of a brief: that of its earlier version, or its month's; 0 of an official paper.
fn issue_no(about: &About, newest: Option<&Row>) -> u32 {
    if about.outline.masthead == Masthead::Official {
        return 0;
    }
    let known = newest.map(|row| kept::number(row, report::ISSUE_NO)).filter(|number| *number > 0);
    let month = about.spans.and_then(|spans| spans.this.month());
    known.or_else(|| month.map(domain::monthly_brief::issue_no)).unwrap_or(1)
}

/// The version of this outline that was frozen last: what was written to whom is remembered from it.
fn last_written(context: &Context, about: &About) -> Result<Option<Row>, CommandError> {
    let station = about.station.clone().unwrap_or_default();
    let mut all = kept::of_outline(context, &about.outline.kind, &about.outline.name)?;
    all.retain(|row| row.station == station);
    Ok(all.into_iter().max_by_key(|row| (row.created_ms, kept::number(row, report::VERSION))))
}

const NUMBERS: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七",
    "十八", "十九", "二十",
];

fn sections(
    context: &Context,
    about: &About,
    gathered: Option<&Gathered>,
    values: &Values,
    view: &ReportView,
) -> Result<Vec<ReportSection>, CommandError> {
    let (mut numbers, mut annexes) = (NUMBERS.iter(), 0);
    let mut heading = |section: &Section| {
        if section.annex {
            annexes += 1;
            return format!("附件{annexes}　{}", section.heading);
        }
        let number = numbers.next();
        number.map_or_else(|| section.heading.clone(), |number| format!("{number}、{}", section.heading))
    };
    let section = |section: &Section| {
        let lines: Vec<String> = section.draft.iter().filter_map(|line| line.with(values)).collect();
        Ok(ReportSection {
            key: section.key.clone(),
            heading: heading(section),
            text: lines.join("\n"),
            annex: section.annex,
            parts: parts::of(context, about, gathered, section, view)?,
        })
    };
    let mut all: Vec<ReportSection> =
        about.outline.sections.iter().map(section).collect::<Result<_, CommandError>>()?;
    // Before the annexes, with the number after the last.
    let body = all.iter().filter(|section| !section.annex).count();
    let carried = corrections::section(view.corrections.as_deref().unwrap_or_default(), NUMBERS.get(body));
    let place = all.iter().position(|section| section.annex).unwrap_or(all.len());
    all.splice(place..place, carried);
    Ok(all)
}

fn figures(context: &Context, about: &About, brief: &Brief) -> Result<Vec<ReportFigure>, CommandError> {
    let month = about.spans.and_then(|spans| spans.this.month());
    let targets = match (&about.station, month, &brief.year_to_date) {
        (Some(code), Some(month), Some(year)) => targets::by_figure(context, code, month, year)?,
        _ => BTreeMap::new(),
    };
    Ok(figure_rows(brief, &targets))
}

fn figure_rows(brief: &Brief, targets: &BTreeMap<String, (String, String)>) -> Vec<ReportFigure> {
    let target = |code: &str| targets.get(code).cloned().unwrap_or_default();
    // A breakdown that another period does not have is nothing there; a figure that only months have cannot be said of it.
    let beside = |figures: &Option<Figures>, figure: &brief::Figure| match figures {
        None => String::new(),
        Some(figures) => match figures.get(&figure.code) {
            Some(other) => other.text(),
            None if figure.group.is_some() => "0".to_owned(),
            None => "—".to_owned(),
        },
    };
    // Of the breakdowns only the ways of visiting have lines here, those that there were.
    let main = brief.this.figures.iter().filter(|figure| {
        !figure.is_breakdown() || (figure.group.as_deref() == Some("visit.mode") && figure.value != Some(0))
    });
    let is_zero = |figure: &brief::Figure| {
        let others = [&brief.previous, &brief.year_to_date].into_iter().flatten();
        let others = others.filter_map(|other| other.get(&figure.code));
        others.chain([figure]).all(brief::Figure::is_nothing)
    };
    main.map(|figure| ReportFigure {
        code: figure.code.clone(),
        label: figure.full_label(),
        unit: figure.unit.clone(),
        value: figure.text(),
        previous: beside(&brief.previous, figure),
        year_to_date: beside(&brief.year_to_date, figure),
        target: target(&figure.code).0,
        completion: target(&figure.code).1,
        rows: figure.ids.len() as u64,
        zero: is_zero(figure) && target(&figure.code).0.is_empty(),
    })
    .collect()
}

/// 暂存 records of the period's services: kept and synced, but in no figure.
fn provisional_left(context: &Context, about: &About, period: Period) -> Result<u64, CommandError> {
    let mut left = 0;
    for kind in dictionary().kinds.iter().filter(|kind| kind.counts_in_month) {
        let Some(date) = &kind.date else { continue };
        let within = context
            .of_station(&kind.name, about.station.as_deref())
            .and(date, Test::AtLeast, period.from.to_string())
            .and(date, Test::AtMost, period.to.to_string());
        left += context.store.count(&Query { provisional: Some(true), ..within })?;
    }
    Ok(left)
}

/// What is to be done elsewhere before the report says everything.
fn undone(context: &Context, about: &About, gathered: &Gathered) -> Vec<String> {
    if about.outline.shows_evaluation() { parts::evaluation::undone(context, about, gathered) } else { Vec::new() }
}

fn notes(context: &Context, about: &About, figures: &Figures) -> Vec<String> {
    let mut notes = Vec::new();
    if figures.get("visit.monthly_rate").is_some_and(|rate| rate.value.is_none()) {
        notes.push("月末没有在册的特殊困难老年人，月探访率不出数。".to_owned());
    }
    let until = about.spans.map(|spans| spans.this.to).filter(|to| *to > context.today);
    if until.is_some_and(|to| Month::of(to) > Month::of(context.today)) {
        notes.push(format!("数据统计到 {}。", context.today));
    }
    notes
}
