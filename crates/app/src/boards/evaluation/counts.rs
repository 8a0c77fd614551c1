//! Counts of a station's year for the items of a scheme: taken where the brief, the targets, 合规检查 and the filing take theirs. It counts
//! nothing itself.

use std::collections::BTreeMap;

use domain::brief::Figures;
use domain::brief_figures::figures;
use domain::evaluation::Counted;
use domain::period::{Month, Period};
use domain::rate::Rate;

use crate::boards::compliance::{self, CheckView};
use crate::boards::reporting::Reporting;
use crate::boards::traces::{self, Traces};
use crate::features::targets::{self, TargetRow};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::facts::gather;
use crate::records::schemes::{BRIEFS, COMPLIANCE, TARGETS, TRACES};

/// Everything that an item can count, of one station and year up to today.
pub(super) struct Counts {
    figures: Figures,
    checks: BTreeMap<String, CheckView>,
    targets: Vec<TargetRow>,
    briefs: (u64, Vec<String>),
    traces: Traces,
}

/// What was counted, as it is shown.
pub(super) struct Shown {
    pub(super) counted: Option<Counted>,
    pub(super) text: String,
    pub(super) lacks: Vec<String>,
}

impl Counts {
    pub(super) fn of(context: &Context, station: &str, year: i32) -> Result<Counts, CommandError> {
        let whole = domain::period::year(year).unwrap_or(Period { from: context.today, to: context.today });
        let span = Period { from: whole.from, to: whole.to.min(context.today).max(whole.from) };
        // An evaluation of a year that is over tells of its last day.
        let then = context.on(span.to);
        Ok(Counts {
            figures: figures(&gather(context, Some(station), span)?, span),
            checks: compliance::of_station(&then, Some(station))?.into_iter().collect(),
            targets: targets::of_station(&then, station, year)?,
            briefs: briefs(context, station, span)?,
            traces: traces::of_station(context, Some(station), span)?,
        })
    }

    pub(super) fn shown(&self, figure: &str) -> Shown {
        let of = |have: u64, of: u64, lacks: Vec<String>| Shown {
            counted: Some(Counted { have, of: Some(of) }),
            text: format!("{have}/{of}"),
            lacks,
        };
        match figure {
            "" => Shown { counted: None, text: String::new(), lacks: Vec::new() },
            TARGETS => self.targets(),
            BRIEFS => of(self.briefs.0, self.briefs.0 + self.briefs.1.len() as u64, self.briefs.1.clone()),
            TRACES => {
                let lacks = self.traces.lacking.iter().take(5).map(|one| format!("{} {}", one.title, one.lacks));
                of(self.traces.whole.into(), self.traces.services.into(), lacks.collect())
            }
            _ => match figure.strip_prefix(COMPLIANCE) {
                Some(label) => match self.checks.get(label) {
                    Some(check) => Shown {
                        counted: Some(Counted { have: check.have, of: check.of }),
                        text: check.text.clone(),
                        lacks: check.lacks.clone(),
                    },
                    None => unknown(),
                },
                None => self.figure(figure),
            },
        }
    }

    fn figure(&self, code: &str) -> Shown {
        match self.figures.get(code) {
            Some(figure) => Shown {
                counted: figure.value.map(|have| Counted { have, of: figure.whole }),
                text: format!("{} {}", figure.text(), figure.unit).trim().to_owned(),
                lacks: Vec::new(),
            },
            // A breakdown that has nothing in it is 0; a figure that this program version does not count is not.
            None if domain::kpi::choice(code).is_some() => {
                Shown { counted: Some(Counted { have: 0, of: None }), text: "0".to_owned(), lacks: Vec::new() }
            }
            None => unknown(),
        }
    }

    /// All targets taken together: each as far as it is, in thousandths.
    fn targets(&self) -> Shown {
        let far: Vec<(u32, &TargetRow)> = self.targets.iter().filter_map(|one| Some((one.thousandths?, one))).collect();
        if far.is_empty() {
            return Shown {
                counted: None, text: "没有设定指标".to_owned(), lacks: vec!["没有设定指标".to_owned()]
            };
        }
        let have: u64 = far.iter().map(|(far, _)| u64::from(*far)).sum();
        let of = 1000 * far.len() as u64;
        let reached = far.iter().filter(|(_, one)| one.reached).count();
        let rate = Rate { part: have as usize, whole: of as usize };
        let lacks = far.iter().filter(|(_, one)| !one.reached).map(|(_, one)| format!("{} {}", one.name, one.rate));
        Shown {
            counted: Some(Counted { have, of: Some(of) }),
            text: format!("{} 个指标完成 {reached} 个，平均 {rate}", far.len()),
            lacks: lacks.collect(),
        }
    }
}

fn unknown() -> Shown {
    Shown { counted: None, text: "—".to_owned(), lacks: vec!["这个版本的程序没有这个口径".to_owned()] }
}

/// Months of the span that are over and had a brief to be frozen: how many stand, and the others.
fn briefs(context: &Context, station: &str, span: Period) -> Result<(u64, Vec<String>), CommandError> {
    let reporting = Reporting::of(context)?;
    let (mut month, mut stand, mut lacking) = (Month::of(span.from), 0, Vec::new());
    while month.last() <= span.to && month.last() < context.today {
        match reporting.stands(station, month) {
            true => stand += 1,
            false if reporting.had_begun(station, month) => lacking.push(format!("{}简报", month.label())),
            false => {}
        }
        month = month.plus(1);
    }
    Ok((stand, lacking))
}
