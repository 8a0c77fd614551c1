//! Money of a report by source: of its agreement, or of the county's budget of the year. It is added up by `features/money`.

use chrono::Datelike;

use super::shapes::{numbers, table as plain, words};
use crate::boards::reports::about::About;
use crate::boards::reports::types::SectionPart;
use crate::features::money::{self, MoneyRequest, MoneyRow};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// A line for each source, and their sum.
pub(super) fn table(context: &Context, about: &About, caption: &str) -> Result<Option<SectionPart>, CommandError> {
    let then = about.then(context);
    let rows = rows(&then, about)?
        .into_iter()
        .map(|row| vec![row.source, row.budget, row.paid, row.arrived, row.spent, row.executed]);
    let columns = vec![
        words("来源", 2.0),
        numbers("预算（元）", 1.4),
        numbers("已拨付（元）", 1.4),
        numbers("到位率", 1.0),
        numbers("已支出（元）", 1.4),
        numbers("执行率", 1.0),
    ];
    Ok(plain(caption, columns, rows.collect(), &format!("拨付和支出统计到 {}。", then.today)))
}

/// All sources together; none where there is no money.
pub(in crate::boards::reports) fn sum(context: &Context, about: &About) -> Result<Option<MoneyRow>, CommandError> {
    Ok(rows(&about.then(context), about)?.pop())
}

fn rows(context: &Context, about: &About) -> Result<Vec<MoneyRow>, CommandError> {
    let Some(spans) = about.spans else { return Ok(Vec::new()) };
    let all = money::of_year(context, MoneyRequest { year: Some(spans.this.from.year()) })?;
    Ok(match &about.subject {
        Some(agreement) => {
            all.agreements.into_iter().find(|one| one.id == agreement.id).map(|one| one.rows).unwrap_or_default()
        }
        None => all.budget,
    })
}
