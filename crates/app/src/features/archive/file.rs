//! The papers of a year as a workbook: a line for each class and kind. It holds what the page shows.

use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ArchiveRequest, PapersView, of_year};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

/// Takes the catalogue out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ArchiveOut {
    /// Which papers.
    pub asked: ArchiveRequest,
    /// Where the file goes.
    pub place: Destination,
}

const FIGURES: [&str; 6] = ["已完成", "暂存", "缺", "已打印", "已签名", "已归档"];

/// 文书档案目录.
pub(crate) fn workbook(pc: &Pc, request: ArchiveOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let made = of_year(&context, request.asked)?;
    let mut rows = Vec::new();
    for class in &made.classes {
        for kind in &class.kinds {
            rows.push(line(&class.label, &kind.label, &kind.papers));
        }
        rows.push(line(&class.label, "小计", &class.papers));
    }
    rows.push(line("合计", "", &made.total));
    let text = |title: &'static str, width| Column::new(title, ColumnKind::Text, width);
    let figures = FIGURES.iter().map(|title| Column::new(*title, ColumnKind::Integer, 10.0));
    let columns = [text("档案类别", 20.0), text("文书", 24.0)].into_iter().chain(figures);
    let sheet = Sheet {
        name: "文书档案".into(),
        title: format!("{}{}年文书档案目录（截至 {}）", made.name, made.year, context.today),
        groups: Vec::new(),
        columns: columns.chain([text("建档率", 10.0), text("归档率", 10.0)]).collect(),
        rows,
        note: "建档率＝已完成÷（已完成＋暂存＋缺）；归档率＝已归档÷已完成。登记了案卷的类别按案卷里的份数计已归档。"
            .into(),
        filter: true,
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] }).map_err(not_made)?;
    request.place.write(pc, &format!("{}文书档案目录 {}.xlsx", made.name, made.year), bytes)
}

fn line(class: &str, kind: &str, papers: &PapersView) -> Vec<Value> {
    let count = |number: u32| Value::Integer(number.into());
    vec![
        class.into(),
        kind.into(),
        count(papers.written),
        count(papers.begun),
        count(papers.missing),
        count(papers.printed),
        papers.signed.map_or(Value::Empty, count),
        count(papers.filed),
        papers.written_rate.clone().into(),
        papers.filed_rate.clone().into(),
    ]
}
