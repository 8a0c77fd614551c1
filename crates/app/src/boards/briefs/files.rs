//! A frozen brief as files: Word and PDF of one content, and the table of figures as Excel. It lays out what the
//! version says and computes nothing.

use chrono::NaiveDate;
use documents::{
    Align, Block, Chart, ChartKind, Column, ColumnKind, Document, Imprint, Masthead, Photo, Series, Sheet, Table,
    TableColumn, Workbook,
};
use domain::fields::monthly_brief;
use domain::period::Month;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::briefs::types::{BriefCorrection, BriefFigure, BriefSection, BriefView, Slice, TrendPoint};
use crate::boards::briefs::{issued, photos};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

/// Makes files of a frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportBrief {
    /// Record id of the version.
    pub id: String,
    /// Which files.
    pub formats: Vec<BriefFormat>,
    /// Where to.
    pub to: Destination,
}

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BriefFormat {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// Excel.
    Xlsx,
}

/// The files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportedBrief {
    /// In the order asked for.
    pub files: Vec<FileOut>,
    /// Characters that no font of this machine can draw; named, never printed as boxes unsaid.
    pub missing_glyphs: String,
    /// Photos that are not on this PC and therefore not in the files.
    pub missing_photos: u32,
}

/// Most categories that a chart shows.
const CHARTED: usize = 12;

/// Writes a frozen version in the formats asked for.
pub(crate) fn export(pc: &Pc, request: ExportBrief) -> Result<ExportedBrief, CommandError> {
    let context = Context::of(pc)?;
    let view = issued::issued(&context, &request.id)?;
    context.record_reading(&context.row(monthly_brief::KIND, &request.id)?, "export", &[])?;
    let (mut files, mut missing) = (Vec::new(), String::new());
    let (photos, gone) = photos::files(&context, &view.photos)?;
    let paper = document(&view, photos);
    for format in &request.formats {
        let (end, bytes) = match format {
            BriefFormat::Docx => ("docx", documents::docx(&paper).map_err(not_made)?.bytes),
            BriefFormat::Pdf => {
                let pdf = documents::pdf(&paper).map_err(not_made)?;
                missing = pdf.missing_glyphs.iter().collect();
                ("pdf", pdf.bytes)
            }
            BriefFormat::Xlsx => ("xlsx", documents::xlsx(&workbook(&view)).map_err(not_made)?),
        };
        let name = format!("{} 第{}期 {}.{end}", view.title, view.issue_no, view.label);
        files.push(request.to.write(pc, &name, bytes)?);
    }
    Ok(ExportedBrief { files, missing_glyphs: missing, missing_photos: gone as u32 })
}

/// `2026年11月30日`, without zeros before single digits (GB/T 9704).
fn said_date(date: &str) -> String {
    use chrono::Datelike;
    date.parse::<NaiveDate>()
        .map_or_else(|_| date.to_owned(), |day| format!("{}年{}月{}日", day.year(), day.month(), day.day()))
}

/// Sections that have nothing in them; they are not printed.
pub(super) fn empty_sections(view: &BriefView) -> impl Iterator<Item = &BriefSection> {
    view.sections.iter().filter(|section| section.text.trim().is_empty() && section.key != "figures")
}

/// The rows of the table that are printed.
fn printed(view: &BriefView) -> impl Iterator<Item = &BriefFigure> {
    view.figures.iter().filter(|figure| !(view.leave_out_zeros && figure.zero))
}

/// The brief as it is printed; its photos stand behind the services by area, or at the end where that section is empty.
pub(super) fn document(view: &BriefView, photos: Vec<(Photo, String)>) -> Document {
    let (photos, captions): (Vec<Photo>, Vec<String>) = photos.into_iter().unzip();
    let mut shown = captions.into_iter().enumerate().map(|(photo, caption)| Block::Photo { photo, caption });
    let empty: Vec<&str> = empty_sections(view).map(|section| section.key.as_str()).collect();
    let mut blocks = Vec::new();
    for section in view.sections.iter().filter(|section| !empty.contains(&section.key.as_str())) {
        blocks.push(Block::heading(1, section.heading.clone()));
        paragraphs(&mut blocks, &section.text);
        match section.key.as_str() {
            "figures" => blocks.extend(figures(view)),
            "areas" => blocks.extend(ring(view).into_iter().chain(shown.by_ref())),
            _ => {}
        }
    }
    blocks.extend(shown);
    blocks.extend(corrections(view.corrections.as_deref().unwrap_or_default()));
    let (report_to, send_to) = addressees(&view.sent_to);
    Document {
        masthead: Some(Masthead {
            title: view.title.clone(),
            issue: format!("第 {} 期", view.issue_no),
            total_issue: String::new(),
            organisation: view.issuer.clone(),
            date: said_date(&view.date),
        }),
        blocks: renumbered(blocks),
        imprint: Some(Imprint { report_to, send_to, issue_to: String::new(), copies: view.copies }),
        photos,
        ..Document::default()
    }
}

/// Each line a paragraph; （一）… is a heading of the second level.
fn paragraphs(blocks: &mut Vec<Block>, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let heading = line.starts_with('（') && line.chars().nth(2) == Some('）') && line.chars().count() < 30;
        blocks.push(if heading { Block::heading(2, line) } else { Block::paragraph(line) });
    }
}

/// Sections that she left empty are not printed; the others keep running numbers.
fn renumbered(blocks: Vec<Block>) -> Vec<Block> {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let mut next = NUMBERS.iter();
    let renumber = |block: Block| match block {
        Block::Heading { level: 1, text } => {
            let bare = text.split_once('、').map_or(text.as_str(), |(_, bare)| bare).to_owned();
            Block::heading(1, next.next().map_or(bare.clone(), |number| format!("{number}、{bare}")))
        }
        other => other,
    };
    blocks.into_iter().map(renumber).collect()
}

fn figures(view: &BriefView) -> Vec<Block> {
    let targets = has_targets(view);
    let mut columns =
        vec![(3.2, Align::Left), (1.0, Align::Right), (1.0, Align::Right), (1.2, Align::Right), (0.9, Align::Center)];
    let mut header = vec!["指标", "本月", "上月", "本年累计", "单位"];
    if targets {
        columns.extend([(1.1, Align::Right), (1.0, Align::Right)]);
        header.extend(["年度目标", "完成率"]);
    }
    let mut blocks = vec![Block::Table(Table {
        caption: "表1 本月数据一览".into(),
        columns: columns.iter().map(|(width, align)| TableColumn { width: *width, align: *align }).collect(),
        header: vec![header.into_iter().map(Into::into).collect()],
        rows: printed(view)
            .map(|one| {
                let mut cells = vec![&one.label, &one.value, &one.previous, &one.year_to_date, &one.unit];
                if targets {
                    cells.extend([&one.target, &one.completion]);
                }
                cells.into_iter().map(|text| text.clone().into()).collect()
            })
            .collect(),
    })];
    blocks.extend(view.notes.iter().map(|note| Block::note(format!("注：{note}"))));
    let month = |point: &TrendPoint| {
        Month::parse(&point.month).map_or(point.month.clone(), |month| format!("{}月", month.number()))
    };
    let values = |of: fn(&TrendPoint) -> u64| view.trend.iter().map(|point| Some(of(point) as f64)).collect();
    blocks.push(Block::Figure(Chart {
        kind: ChartKind::Line,
        title: "图1 近12个月服务趋势".into(),
        categories: view.trend.iter().map(month).collect(),
        series: vec![
            Series { name: "服务人次".into(), values: values(|point| point.person_times) },
            Series { name: "有效走访".into(), values: values(|point| point.visits) },
        ],
        unit: "人次".into(),
    }));
    let mut categories: Vec<&Slice> = view.categories.iter().filter(|slice| slice.value > 0).collect();
    categories.sort_by_key(|slice| std::cmp::Reverse(slice.value));
    categories.truncate(CHARTED);
    if !categories.is_empty() {
        blocks.push(chart(ChartKind::Bar, "图2 服务对象类别构成（月末在册）", "人", &categories));
    }
    blocks
}

/// 更正: figures of earlier months that moved since they were reported.
fn corrections(all: &[BriefCorrection]) -> Vec<Block> {
    if all.is_empty() {
        return Vec::new();
    }
    let columns = [(1.4, Align::Left), (3.0, Align::Left), (1.0, Align::Right), (1.0, Align::Right)];
    let rows = all.iter().flat_map(|month| {
        month
            .lines
            .iter()
            .map(|line| [&month.label, &line.label, &line.from, &line.to].map(|text| text.clone().into()).into())
    });
    let mut blocks = vec![
        Block::heading(1, "以前月份数据更正"),
        Block::Table(Table {
            caption: "更正表".into(),
            columns: columns.map(|(width, align)| TableColumn { width, align }).into(),
            header: vec![["月份", "指标", "原报", "更正"].map(Into::into).into()],
            rows: rows.collect(),
        }),
    ];
    blocks.extend(all.iter().map(|month| Block::note(format!("{}更正原因：{}。", month.label, month.why))));
    blocks
}

/// 年度目标 and 完成率 have columns only where a target is set.
fn has_targets(view: &BriefView) -> bool {
    view.figures.iter().any(|figure| !figure.target.is_empty())
}

fn ring(view: &BriefView) -> Option<Block> {
    let areas: Vec<&Slice> = view.areas.iter().filter(|slice| slice.value > 0).collect();
    (!areas.is_empty()).then(|| chart(ChartKind::Ring, "图3 四领域服务人次占比", "人次", &areas))
}

fn chart(kind: ChartKind, title: &str, unit: &str, slices: &[&Slice]) -> Block {
    Block::Figure(Chart {
        kind,
        title: title.into(),
        categories: slices.iter().map(|slice| slice.label.clone()).collect(),
        series: vec![Series {
            name: unit.into(),
            values: slices.iter().map(|slice| Some(slice.value as f64)).collect(),
        }],
        unit: unit.into(),
    })
}

/// 报 县民政局；送 镇人民政府 → the two lines of the imprint.
fn addressees(sent_to: &str) -> (String, String) {
    let (mut report_to, mut send_to) = (Vec::new(), Vec::new());
    for part in sent_to.split(['；', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let bare =
            |mark: char| part.strip_prefix(mark).map(|rest| rest.trim_start_matches(['：', ':', ' ']).to_owned());
        match (bare('报'), bare('送')) {
            (_, Some(to)) => send_to.push(to),
            (Some(to), _) => report_to.push(to),
            _ => report_to.push(part.to_owned()),
        }
    }
    (report_to.join("，"), send_to.join("，"))
}

fn workbook(view: &BriefView) -> Workbook {
    let text = |title: &str, width| Column::new(title, ColumnKind::Text, width);
    let number = |title: &str| Column::new(title, ColumnKind::Integer, 12.0);
    let value = |text: &String| text.parse::<i64>().map_or_else(|_| text.clone().into(), Into::into);
    let figures = Sheet {
        name: "数据一览".into(),
        title: format!("{}（{}）", view.title, view.label),
        columns: vec![
            text("指标", 36.0),
            number("本月"),
            number("上月"),
            number("本年累计"),
            text("单位", 8.0),
            number("年度目标"),
            text("完成率", 10.0),
        ],
        rows: printed(view)
            .map(|one| {
                vec![
                    one.label.clone().into(),
                    value(&one.value),
                    value(&one.previous),
                    value(&one.year_to_date),
                    one.unit.clone().into(),
                    value(&one.target),
                    one.completion.clone().into(),
                ]
            })
            .collect(),
        note: view.notes.join("；"),
        ..Sheet::default()
    };
    let trend = Sheet {
        name: "近12个月".into(),
        columns: vec![text("月份", 12.0), number("有效走访"), number("服务人次")],
        rows: view
            .trend
            .iter()
            .map(|one| vec![one.month.clone().into(), (one.visits as i64).into(), (one.person_times as i64).into()])
            .collect(),
        ..Sheet::default()
    };
    let shares = |name: &str, slices: &[Slice]| Sheet {
        name: name.into(),
        columns: vec![text(name, 30.0), number("数")],
        rows: slices.iter().map(|one| vec![one.label.clone().into(), (one.value as i64).into()]).collect(),
        ..Sheet::default()
    };
    let corrected = view.corrections.iter().flatten().flat_map(|month| {
        month.lines.iter().map(|line| {
            let said = [&month.label, &line.label, &line.from, &line.to, &month.why];
            said.map(|text| text.clone().into()).into()
        })
    });
    let corrections = Sheet {
        name: "更正".into(),
        columns: vec![
            text("月份", 14.0),
            text("指标", 36.0),
            text("原报", 12.0),
            text("更正", 12.0),
            text("原因", 40.0),
        ],
        rows: corrected.collect(),
        ..Sheet::default()
    };
    let corrections = (!corrections.rows.is_empty()).then_some(corrections);
    let mut book = Workbook {
        sheets: vec![figures, trend, shares("四领域人次", &view.areas), shares("类别人数", &view.categories)],
    };
    book.sheets.extend(corrections);
    book
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addressees_are_read_from_the_line_as_people_write_it() {
        assert_eq!(addressees("报：县民政局；送 镇人民政府;送：各村"), ("县民政局".into(), "镇人民政府，各村".into()));
        assert_eq!(addressees("县民政局"), ("县民政局".into(), String::new()));
        assert_eq!(addressees("  "), (String::new(), String::new()));
    }

    #[test]
    fn sections_left_empty_leave_no_gap_in_the_numbers() {
        let blocks = vec![
            Block::heading(1, "一、基本情况"),
            Block::heading(2, "（一）社会救助"),
            Block::heading(1, "四、典型个案"),
        ];
        let texts: Vec<String> = renumbered(blocks)
            .into_iter()
            .map(|block| match block {
                Block::Heading { text, .. } => text,
                _ => String::new(),
            })
            .collect();
        assert_eq!(texts, ["一、基本情况", "（一）社会救助", "二、典型个案"]);
    }

    #[test]
    fn dates_are_written_without_zeros_in_front() {
        assert_eq!(said_date("2026-03-05"), "2026年3月5日");
    }
}
