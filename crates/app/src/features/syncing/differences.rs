//! Differences between this PC and the county, in words: whose changes, since when, which side lacks them, and what is being done.

use store::{Difference, Lacks};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::local_time;

/// A sentence for each PC whose changes differ.
pub(super) fn told(context: &Context) -> Result<Vec<String>, CommandError> {
    let hub = context.store.roster().hub.is_some();
    Ok(sync::differences(&context.store)?.iter().map(|one| sentence(context, one, hub)).collect())
}

fn sentence(context: &Context, one: &Difference, hub: bool) -> String {
    let whose = match &one.device {
        Some(device) if *device == context.store.device().id => "本机".to_owned(),
        Some(device) => context.pc_name(device),
        None => "还没有联系过的一台电脑".to_owned(),
    };
    let since = one.since_ms.map(|ms| local_time(ms).format("%Y-%m-%d %H:%M").to_string());
    let since = since.map(|since| format!(" {since} 起")).unwrap_or_default();
    let changes = (one.to + 1).saturating_sub(one.from);
    let what = format!("{whose}{since}写的 {changes} 条记录");
    match (one.lacks, hub) {
        (Lacks::County, true) => format!("{what}，县里现在没有。已再发一次，等县里入库；如一直这样，请告诉县里。"),
        (Lacks::County, false) => format!("{what}，县里现在没有。请再导出一次到 U 盘交给县里。"),
        (Lacks::Here, true) => {
            format!(
                "{what}，县里签收过而本机没有。已向信箱要过，信箱里没有；请让那台电脑联网同步一次，或导入县里的回执文件。"
            )
        }
        (Lacks::Here, false) => {
            format!("{what}，县里签收过而本机没有。请县里再做一份回执文件，或导入那台电脑导出的文件。")
        }
        (Lacks::Whole, true) => format!("{what}在本机已损坏或缺失，正从信箱取回。"),
        (Lacks::Whole, false) => {
            format!("{what}在本机已损坏或缺失。请把县里的回执文件或另一台电脑导出的文件再导入一次。")
        }
    }
}
