//! A whole case file as one paper: cover, contents with page numbers, every paper in the order of the file. The contents
//! alone, without page numbers, are the index of the file (卷内目录) that goes into the box.

use documents::{Align, Block, Cell, Document, PageSetup, PageStyle, Table, TableColumn};
use domain::paper;
use store::Row;

use crate::boards::papers::blocks_of;
use crate::features::cases::file::Papers;
use crate::kernel::context::text;
use crate::kernel::error::CommandError;
use crate::kernel::words::label;
use crate::records::path_values::Reading;

/// The papers of a file in order: kind and the field that dates it.
const ORDER: [(&str, &str); 11] = [
    ("intake", "date"),
    ("recipient_agreement", "signed_date"),
    ("assessment", "date"),
    ("service_plan", "date"),
    ("progress_note", "date"),
    ("visit", "date"),
    ("interim_review", "date"),
    ("referral", "referral_date"),
    ("outcome_evaluation", "date"),
    ("closure", "date"),
    ("follow_up", "date"),
];

/// One paper of the file.
struct Entry {
    kind: String,
    title: String,
    date: String,
    remark: &'static str,
    row: Row,
}

/// Lays out the whole file, or its index alone; with the name for the file.
pub(crate) fn lay_out(reading: &Reading, what: &str, case: &str) -> Result<(String, Document), CommandError> {
    let row = reading.context.row("case", case)?;
    let entries = entries(reading, &row)?;
    let number = text(&row.fields, "case_no").to_owned();
    let page = PageSetup { style: PageStyle::Form, landscape: false };
    let station = reading.context.station_name(&row.station);
    if what == "case_file_index" {
        let blocks = vec![
            Block::title(format!("{station}\n卷内目录")),
            Block::Line {
                left: format!("个案编号：{number}"),
                right: format!("档案盒号：{}", text(&row.fields, "box_no")),
            },
            contents(&entries, false),
            Block::note("注：页码为纸质卷宗的页码，整理归档后手工填写。"),
        ];
        return Ok((format!("卷内目录 {number}"), Document { page, blocks, ..Document::default() }));
    }
    let mut blocks = cover(reading, &row, &station)?;
    blocks.push(Block::PageBreak);
    blocks.push(Block::title("卷内目录"));
    blocks.push(contents(&entries, true));
    for (place, entry) in entries.iter().enumerate() {
        blocks.push(Block::PageBreak);
        blocks.push(Block::Anchor { name: anchor(place) });
        blocks.extend(blocks_of(reading, &entry.kind, &entry.row)?);
    }
    Ok((format!("个案卷宗 {number}"), Document { page, blocks, ..Document::default() }))
}

fn anchor(place: usize) -> String {
    format!("paper-{place}")
}

fn entries(reading: &Reading, case: &Row) -> Result<Vec<Entry>, CommandError> {
    let papers = Papers::of(reading.context, &case.id)?;
    let visits = reading.children("visit", "case", &case.id, "date")?;
    let mut entries = vec![entry("case", text(&case.fields, "lead_date"), case.clone())];
    for (kind, dated) in ORDER {
        let rows = if kind == "visit" { visits.as_slice() } else { papers.all(kind) };
        entries.extend(rows.iter().map(|row| entry(kind, text(&row.fields, dated), row.clone())));
    }
    Ok(entries)
}

fn entry(kind: &str, date: &str, row: Row) -> Entry {
    let title = paper::paper(kind).map(|paper| paper.title.clone()).unwrap_or_default();
    let number = row.fields.get("session_no").and_then(serde_json::Value::as_i64);
    Entry {
        kind: kind.to_owned(),
        title: number.map_or(title.clone(), |number| format!("{title}（第 {number} 节）")),
        date: date.to_owned(),
        remark: if row.provisional { "暂存" } else { "" },
        row,
    }
}

fn cover(reading: &Reading, case: &Row, station: &str) -> Result<Vec<Block>, CommandError> {
    let said = |path: &str| match domain::path::Path::parse(path) {
        Some(path) => reading.text(case, &path, 0),
        None => Ok(String::new()),
    };
    let closed = said("@closure_date")?;
    let lines = [
        ("个案编号", said("case_no")?),
        ("服务对象", said("recipient.name")?),
        ("责任社工", said("assigned_worker")?),
        ("开案日期", said("open_date")?),
        ("结案日期", closed),
        ("当前阶段", label("stage", text(&case.fields, "stage"))),
        ("档案盒号", said("box_no")?),
        ("保管期限", String::new()),
    ];
    let columns = [(1.0, Align::Center), (2.4, Align::Left)].map(|(width, align)| TableColumn { width, align });
    let rows = lines.into_iter().map(|(name, value)| vec![Cell::label(name).high(14.0), Cell::from(value)]);
    Ok(vec![
        Block::paragraph("\n\n\n"),
        Block::title(format!("{station}\n个案服务卷宗")),
        Block::paragraph("\n\n"),
        Block::Table(Table { columns: columns.into(), rows: rows.collect(), ..Table::default() }),
        Block::paragraph("\n"),
        Block::note("本卷宗含个人信息，只供服务、督导、评估和归档使用，不得外传。"),
    ])
}

/// 序号、文书名称、日期、页码、份数、备注; page numbers of this very paper, or room to write those of the box.
fn contents(entries: &[Entry], numbered: bool) -> Block {
    let columns = [
        (0.6, Align::Center),
        (3.2, Align::Left),
        (1.5, Align::Center),
        (0.8, Align::Center),
        (0.7, Align::Center),
        (1.4, Align::Center),
    ];
    let header = ["序号", "文书名称", "日期", "页码", "份数", "备注"].map(Cell::from).to_vec();
    let row = |(place, entry): (usize, &Entry)| {
        vec![
            Cell::from((place + 1).to_string()).high(9.0),
            entry.title.clone().into(),
            entry.date.clone().into(),
            if numbered { Cell::page_of(anchor(place)) } else { "".into() },
            "1".into(),
            entry.remark.into(),
        ]
    };
    Block::Table(Table {
        columns: columns.map(|(width, align)| TableColumn { width, align }).into(),
        header: vec![header],
        rows: entries.iter().enumerate().map(row).collect(),
        ..Table::default()
    })
}
