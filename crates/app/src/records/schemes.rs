//! Evaluation schemes of the county with their items, as `domain::evaluation` reads them; and what their items can count.

use domain::compliance;
use domain::evaluation::{Item, Scheme};
use domain::fields::{evaluation_item, evaluation_scheme};
use domain::kpi;
use domain::values::text;
use store::{Query, Row, Test};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::dictionary::figure_label;

/// Checks of 合规检查 begin so; the rest is the check's title.
pub(crate) const COMPLIANCE: &str = "compliance.";
/// What is counted besides the brief's figures and the checks.
pub(crate) const TARGETS: &str = "targets.completion";
pub(crate) const BRIEFS: &str = "briefs.frozen";
pub(crate) const TRACES: &str = "traces.whole";

/// A scheme of the county by its record.
pub(crate) fn scheme(context: &Context, id: &str) -> Result<Scheme, CommandError> {
    let row = context.row(evaluation_scheme::KIND, id)?;
    of_row(context, &row)
}

/// The same.
pub(crate) fn of_row(context: &Context, row: &Row) -> Result<Scheme, CommandError> {
    let items = context.list(&items_of(&row.id))?;
    Ok(Scheme::read(&row.fields, items.iter().map(|item| Item::read(&item.id, &item.fields)).collect()))
}

/// Final items of a scheme.
pub(crate) fn items_of(scheme: &str) -> Query {
    let of = Query::of(evaluation_item::KIND).and(evaluation_item::EVALUATION_SCHEME, Test::Eq, scheme);
    of.finals()
}

/// Final schemes, the newest first.
pub(crate) fn all(context: &Context) -> Result<Vec<Row>, CommandError> {
    let finals = Query::of(evaluation_scheme::KIND).finals();
    context.list(&finals.by(evaluation_scheme::MADE_DATE, true).by("created_ms", true))
}

/// A scheme that stations evaluate themselves by.
pub(crate) fn is_in_use(row: &Row) -> bool {
    text(&row.fields, evaluation_scheme::IN_USE) == "yes"
}

/// What an item can count: code and label.
pub(crate) fn figures() -> Vec<(String, String)> {
    let checks = compliance::checks(&compliance::Records::default(), chrono::NaiveDate::default());
    let mut found: Vec<(String, String)> = vec![
        (TARGETS.to_owned(), "协议和年度指标的完成率".to_owned()),
        (BRIEFS.to_owned(), "已定稿的月度简报（月）".to_owned()),
        (TRACES.to_owned(), "有记录有照片的活动和小组（次）".to_owned()),
    ];
    found.extend(
        checks.iter().map(|check| (format!("{COMPLIANCE}{}", check.label), format!("合规检查 · {}", check.label))),
    );
    found.extend(kpi::choices().iter().map(|one| (one.code.clone(), figure_label(one))));
    found
}

/// The label of one of them; the code where this program version does not know it.
pub(crate) fn figure_label_of(code: &str) -> String {
    figures().into_iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, label)| label)
}
