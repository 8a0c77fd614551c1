//! Targets of a report, and how far they are: a station's, or every station's at the county. They are counted by `features/targets`.

use chrono::Datelike;

use super::shapes::{numbers, table as plain, words};
use crate::boards::reports::about::About;
use crate::boards::reports::types::SectionPart;
use crate::features::targets;
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// A line for each number that is asked for.
pub(super) fn table(context: &Context, about: &About, caption: &str) -> Result<Option<SectionPart>, CommandError> {
    let Some(spans) = about.spans else { return Ok(None) };
    let then = about.then(context);
    let stations = match &about.station {
        Some(own) => vec![own.clone()],
        None => context.stations().into_iter().map(|one| one.code).collect(),
    };
    let mut rows = Vec::new();
    for code in stations {
        let of_agreement =
            |of: &Option<String>| about.subject.as_ref().is_none_or(|row| of.as_deref() == Some(&row.id));
        for target in targets::begun(&then, &code, spans.this.from.year())? {
            if !of_agreement(&target.agreement) {
                continue;
            }
            for sub in target.subs {
                let station = about.station.is_none().then(|| context.station_name(&code));
                let name =
                    if sub.label == target.name { sub.label } else { format!("{}：{}", target.name, sub.label) };
                let own = [name, sub.unit, sub.target_text, sub.done_text, sub.rate];
                rows.push(station.into_iter().chain(own).collect::<Vec<_>>());
            }
        }
    }
    let station = about.station.is_none().then(|| words("站点", 2.0));
    let own =
        [words("指标", 2.6), words("单位", 0.8), numbers("目标", 1.0), numbers("完成", 1.0), numbers("完成率", 1.0)];
    let note = format!("完成数统计到 {}。", then.today);
    Ok(plain(caption, station.into_iter().chain(own).collect(), rows, &note))
}
