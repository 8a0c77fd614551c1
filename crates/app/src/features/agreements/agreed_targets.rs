//! Numbers that an agreement asks for (目标任务), as they are saved: of a station of the agreement, from a day on which it was changed, each once.

use changelog::Payload;
use domain::agreement_target::AgreedTarget;
use domain::fields::{agreement_change, agreement_station, agreement_target};
use domain::finding::Finding;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::check::{self, Form, Ready};

/// A number ready to be saved.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(agreement_target::KIND)?, form)?;
    let found = [no_station(context, &ready.whole)?, no_change(context, &ready.whole)?, again(context, &ready)?];
    ready.findings.extend(found.into_iter().flatten());
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// Records of the same agreement.
fn beside(context: &Context, kind: &str, field: &str, whole: &Payload) -> Result<Vec<Row>, CommandError> {
    context.list(&Query::of(kind).and(field, Test::Eq, text(whole, agreement_target::AGREEMENT)))
}

fn no_station(context: &Context, whole: &Payload) -> Result<Option<Finding>, CommandError> {
    let station = text(whole, agreement_target::STATION_CODE);
    let links = beside(context, agreement_station::KIND, agreement_station::AGREEMENT, whole)?;
    let known = links.iter().any(|link| text(&link.fields, agreement_station::STATION_CODE) == station);
    let lacks = !station.is_empty() && !known;
    let words = "这份协议里没有这个站点，请先在协议的站点里加上";
    Ok(lacks.then(|| Finding::error(agreement_target::STATION_CODE, words)))
}

fn no_change(context: &Context, whole: &Payload) -> Result<Option<Finding>, CommandError> {
    let day = text(whole, agreement_target::FROM_DATE);
    let changes = beside(context, agreement_change::KIND, agreement_change::AGREEMENT, whole)?;
    let known = changes.iter().any(|change| text(&change.fields, agreement_change::DATE) == day);
    let lacks = !day.is_empty() && !known;
    let words = format!("{day} 没有登记协议变更，请先在协议的变更里登记，再填变更后的数");
    Ok(lacks.then(|| Finding::error(agreement_target::FROM_DATE, words)))
}

fn again(context: &Context, ready: &Ready) -> Result<Option<Finding>, CommandError> {
    let own = AgreedTarget::read(&ready.id, &ready.whole);
    let others = beside(context, agreement_target::KIND, agreement_target::AGREEMENT, &ready.whole)?;
    let same = |row: &Row| row.id != ready.id && AgreedTarget::read(&row.id, &row.fields).is_same(&own);
    let words = "这个指标的这个口径已经填过，请修改那一条；变更后的数请填“从哪天起”";
    Ok(others.iter().any(same).then(|| Finding::error(agreement_target::FIGURE, words)))
}
