//! Targets that agreements ask of a station (目标任务). They are read from the agreement each time and copied nowhere, so that a change or an end of
//! the agreement is one of the target. Which number holds says `domain::agreement_target`.

use chrono::NaiveDate;
use domain::agreement_target::{AgreedTarget, InForce, in_force};
use domain::fields::{agreement, agreement_station, agreement_target, agreement_target_adjust};
use domain::period::Period;
use store::{Query, Row, Test};

use crate::features::targets::wanted::{Wanted, WantedSub};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::records::agreements;

/// What agreements ask of a station whose terms touch a period, with the numbers that hold on a day: the newest agreement first.
pub(super) fn of_station(
    context: &Context,
    station: &str,
    within: Period,
    day: NaiveDate,
) -> Result<Vec<Wanted>, CommandError> {
    let finals = |kind: &str| Query::of(kind).finals();
    let mut found = Vec::new();
    for (agreement, span) in agreements::of_station(context, station)? {
        if !span.meets(&within) {
            continue;
        }
        let asked = finals(agreement_target::KIND).and(agreement_target::AGREEMENT, Test::Eq, agreement.id.clone());
        let rows = context.list(&asked.by("created_ms", false))?;
        let targets: Vec<AgreedTarget> = rows.iter().map(|row| AgreedTarget::read(&row.id, &row.fields)).collect();
        let added = context.list_in(
            &context.of_station(agreement_target_adjust::KIND, Some(station)).by(agreement_target_adjust::DATE, false),
            agreement_target_adjust::AGREEMENT_TARGET,
            &targets.iter().map(|target| target.id.clone()).collect::<Vec<_>>(),
        )?;
        for held in in_force(&targets, station, day.clamp(span.from, span.to)) {
            add(&mut found, &agreement, span, held, &added);
        }
    }
    Ok(found)
}

/// Numbers of one name are sub-targets of one target.
fn add(found: &mut Vec<Wanted>, agreement: &Row, span: Period, held: InForce, added: &[Row]) {
    let target = held.target;
    let of_it = |row: &&Row| held.ids.contains(&text(&row.fields, agreement_target_adjust::AGREEMENT_TARGET));
    let sub = WantedSub {
        id: target.id.clone(),
        figure: target.figure.clone(),
        target: target.target,
        adjusts: added.iter().filter(of_it).cloned().collect(),
    };
    let id = agreement.id.as_str();
    match found.iter_mut().find(|one| one.agreement.as_deref() == Some(id) && one.name == target.name) {
        Some(known) => known.subs.push(sub),
        None => found.push(Wanted {
            id: target.id.clone(),
            name: target.name.clone(),
            by_county: true,
            document_no: text(&agreement.fields, agreement::AGREEMENT_NO).to_owned(),
            editable: false,
            agreement: Some(id.to_owned()),
            span,
            subs: vec![sub],
        }),
    }
}

/// Whether an agreement's number is asked of a station: its own, or one for every station of the agreement.
pub(super) fn is_asked(context: &Context, target: &Row, station: &str) -> Result<bool, CommandError> {
    let own = text(&target.fields, agreement_target::STATION_CODE);
    let agreement = text(&target.fields, agreement_target::AGREEMENT);
    let links = Query::of(agreement_station::KIND).and(agreement_station::STATION_CODE, Test::Eq, station);
    let linked = context.list(&links.and(agreement_station::AGREEMENT, Test::Eq, agreement))?;
    Ok(!linked.is_empty() && (own.is_empty() || own == station))
}
