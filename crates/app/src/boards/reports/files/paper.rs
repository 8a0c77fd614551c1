//! A report as it is printed: a brief with its red head, or an official paper of GB/T 9704 with addressee, signature and annexes. It lays out
//! what the version says and computes nothing.

use chrono::NaiveDate;
use documents::{
    Align, Block, Chart, ChartKind, Document, Imprint, Masthead as Head, Photo, Series, SmallPhoto, Table, TableColumn,
};
use domain::dictionary::dictionary;
use domain::report_outline::Masthead;

use crate::boards::reports::about::said;
use crate::boards::reports::photos::Shown;
use crate::boards::reports::types::{
    ChartKind as Kind, ReportChart, ReportFigure, ReportSection, ReportTable, ReportView, SectionPart,
};

/// Characters of a line of the title.
const TITLE_LINE: usize = 20;
/// Most bars that a chart shows.
const CHARTED: usize = 12;

/// Sections that have nothing in them; they are not printed.
pub(in crate::boards::reports) fn empty_sections(view: &ReportView) -> impl Iterator<Item = &ReportSection> {
    let shows = |part: &SectionPart| !matches!(part, SectionPart::Photos {});
    view.sections.iter().filter(move |one| one.text.trim().is_empty() && !one.parts.iter().any(shows))
}

/// The report as it is printed.
pub(in crate::boards::reports) fn document(view: &ReportView, photos: Vec<Shown>) -> Document {
    let mut layout = Layout { view, blocks: Vec::new(), tables: 0, figures: 0, photos: Vec::new(), waiting: photos };
    let empty: Vec<&str> = empty_sections(view).map(|section| section.key.as_str()).collect();
    let printed: Vec<&ReportSection> =
        view.sections.iter().filter(|section| !empty.contains(&section.key.as_str())).collect();
    let official = view.masthead == Masthead::Official;
    if official {
        layout.blocks.push(Block::title(titled(view)));
        let to = view.sent_to.trim().trim_end_matches(['：', ':']);
        if !to.is_empty() {
            layout.blocks.push(Block::Addressee { text: format!("{to}：") });
        }
    }
    printed.iter().filter(|section| !section.annex).for_each(|section| layout.section(section));
    layout.photos_left();
    let mut blocks = renumbered(std::mem::take(&mut layout.blocks));
    let annexes: Vec<&ReportSection> = printed.into_iter().filter(|section| section.annex).collect();
    let names = renamed(&annexes);
    if official {
        blocks.extend(documents::attachments(&names));
        blocks.push(Block::Signed { organisation: view.issuer.clone(), date: said_date(&view.date) });
    }
    for (at, (section, name)) in annexes.into_iter().zip(&names).enumerate() {
        blocks.push(Block::PageBreak);
        blocks.push(Block::heading(1, format!("附件{}", at + 1)));
        layout.annex(section, name);
        blocks.append(&mut layout.blocks);
    }
    let (report_to, send_to) = addressees(&view.sent_to);
    Document {
        masthead: (!official).then(|| Head {
            title: view.title.clone(),
            issue: format!("第 {} 期", view.issue_no),
            total_issue: String::new(),
            organisation: view.issuer.clone(),
            date: said_date(&view.date),
        }),
        blocks,
        imprint: (!official).then(|| Imprint { report_to, send_to, issue_to: String::new(), copies: view.copies }),
        photos: layout.photos,
        ..Document::default()
    }
}

/// The title; one that is longer than a line breaks behind whose it is, where it begins with that.
fn titled(view: &ReportView) -> String {
    match view.title.strip_prefix(&view.issuer) {
        Some(rest) if view.title.chars().count() > TITLE_LINE && !rest.is_empty() => {
            format!("{}\n{}", view.issuer, rest.trim_start())
        }
        _ => view.title.clone(),
    }
}

/// `2026年11月30日`, without zeros before single digits (GB/T 9704).
fn said_date(date: &str) -> String {
    date.parse::<NaiveDate>().map_or_else(|_| date.to_owned(), said)
}

/// What is being laid out.
struct Layout<'v> {
    view: &'v ReportView,
    blocks: Vec<Block>,
    tables: usize,
    figures: usize,
    photos: Vec<Photo>,
    /// Photos that have no place yet.
    waiting: Vec<Shown>,
}

impl Layout<'_> {
    fn section(&mut self, section: &ReportSection) {
        self.blocks.push(Block::heading(1, section.heading.clone()));
        self.body(section);
    }

    fn annex(&mut self, section: &ReportSection, name: &str) {
        self.blocks.push(Block::title(name));
        self.body(section);
    }

    fn body(&mut self, section: &ReportSection) {
        let photos = section.parts.contains(&SectionPart::Photos {});
        let mut area = String::new();
        for line in section.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let heading = line.starts_with('（') && line.chars().nth(2) == Some('）') && line.chars().count() < 30;
            if !heading {
                self.blocks.push(Block::paragraph(line));
                continue;
            }
            self.photos_of(&area);
            area = area_named(line).filter(|_| photos).unwrap_or_default();
            self.blocks.push(Block::heading(2, line));
        }
        self.photos_of(&area);
        for part in &section.parts {
            match part {
                SectionPart::Figures { caption, codes } => self.of_figures(caption, codes),
                SectionPart::Table(table) => self.table(table),
                SectionPart::Chart(chart) => self.chart(chart),
                SectionPart::Photos {} => self.photos_left(),
            }
        }
    }

    /// The photos of an area, behind what is said of it.
    fn photos_of(&mut self, area: &str) {
        if !area.is_empty() {
            self.show(|photo| photo.area == area);
        }
    }

    /// Those that have found no place.
    fn photos_left(&mut self) {
        self.show(|_| true);
    }

    fn show(&mut self, which: impl Fn(&Shown) -> bool) {
        let (shown, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(which);
        self.waiting = waiting;
        let shown: Vec<Shown> = shown;
        let mut small = Vec::new();
        for photo in shown {
            small.push(SmallPhoto { photo: self.photos.len(), caption: photo.caption });
            self.photos.push(photo.file);
        }
        if !small.is_empty() {
            self.blocks.push(Block::SmallPhotos { photos: small });
        }
    }

    fn table_caption(&mut self, caption: &str) -> String {
        self.tables += 1;
        format!("表{} {caption}", self.tables)
    }

    fn of_figures(&mut self, caption: &str, codes: &[String]) {
        let rows: Vec<&ReportFigure> = printed(self.view, codes).collect();
        if !rows.is_empty() {
            let caption = self.table_caption(caption);
            self.blocks.push(Block::Table(figures(self.view, caption, &rows)));
        }
        self.blocks.extend(self.view.notes.iter().map(|note| Block::note(format!("注：{note}"))));
    }

    fn table(&mut self, table: &ReportTable) {
        let caption = self.table_caption(&table.caption);
        let align = |number: bool| if number { Align::Right } else { Align::Left };
        self.blocks.push(Block::Table(Table {
            caption,
            columns: table
                .columns
                .iter()
                .map(|column| TableColumn { width: column.width, align: align(column.number) })
                .collect(),
            header: vec![table.columns.iter().map(|column| column.title.clone().into()).collect()],
            rows: table
                .rows
                .iter()
                .map(|row| row.cells.iter().map(|cell| cell.text.clone().into()).collect())
                .collect(),
        }));
        if !table.note.is_empty() {
            self.blocks.push(Block::note(format!("注：{}", table.note)));
        }
    }

    fn chart(&mut self, chart: &ReportChart) {
        let values = chart.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
        // What is 0 has no part of a ring and no bar; a radar has an axis for it.
        let mut places: Vec<usize> = (0..chart.categories.len()).collect();
        if !matches!(chart.kind, Kind::Line | Kind::Radar) {
            places.retain(|at| values.get(*at).is_some_and(|value| *value > 0));
            places.truncate(CHARTED);
        }
        if places.is_empty() {
            return;
        }
        self.figures += 1;
        // A radar's values are thousandths.
        let scale = if chart.kind == Kind::Radar { 10.0 } else { 1.0 };
        let of = |values: &[u64]| places.iter().map(|at| values.get(*at).map(|value| *value as f64 / scale)).collect();
        self.blocks.push(Block::Figure(Chart {
            kind: match chart.kind {
                Kind::Line => ChartKind::Line,
                Kind::Bar => ChartKind::Bar,
                Kind::Ring => ChartKind::Ring,
                Kind::Radar if places.len() < 3 => ChartKind::Bar,
                Kind::Radar => ChartKind::Radar,
            },
            title: format!("图{} {}", self.figures, chart.caption),
            categories: places.iter().map(|at| chart.categories[*at].clone()).collect(),
            series: chart
                .series
                .iter()
                .map(|series| Series { name: series.name.clone(), values: of(&series.values) })
                .collect(),
            unit: chart.unit.clone(),
        }));
    }
}

/// The code of the area that a heading names.
fn area_named(heading: &str) -> Option<String> {
    let table = dictionary().code_table("area")?;
    table.entries.iter().find(|area| heading.contains(&area.label)).map(|area| area.code.clone())
}

/// The rows of the table of figures that are printed.
pub(super) fn printed<'v>(view: &'v ReportView, codes: &'v [String]) -> impl Iterator<Item = &'v ReportFigure> {
    let shown = |figure: &&ReportFigure| codes.contains(&figure.code) && !(view.leave_out_zeros && figure.zero);
    view.figures.iter().filter(shown)
}

/// One of a figure's values.
type ValueOf = fn(&ReportFigure) -> &String;

/// Titles of the columns of figures that there are, each with its values.
pub(super) fn columns(view: &ReportView) -> Vec<(&str, ValueOf)> {
    let values: [ValueOf; 3] = [|one| &one.value, |one| &one.previous, |one| &one.year_to_date];
    view.columns.iter().map(String::as_str).zip(values).filter(|(title, _)| !title.is_empty()).collect()
}

/// 年度目标 and 完成率 have columns only where a target is set.
fn has_targets(view: &ReportView) -> bool {
    view.figures.iter().any(|figure| !figure.target.is_empty())
}

fn figures(view: &ReportView, caption: String, rows: &[&ReportFigure]) -> Table {
    let (targets, periods) = (has_targets(view), columns(view));
    let mut widths = vec![(3.2, Align::Left)];
    let mut header = vec!["指标"];
    for (title, _) in &periods {
        widths.push((if title.chars().count() > 3 { 1.2 } else { 1.0 }, Align::Right));
        header.push(title);
    }
    widths.push((0.9, Align::Center));
    header.push("单位");
    if targets {
        widths.extend([(2.1, Align::Right), (1.0, Align::Right)]);
        header.extend(["年度目标", "完成率"]);
    }
    let row = |one: &&ReportFigure| {
        let mut cells = vec![&one.label];
        cells.extend(periods.iter().map(|(_, value)| value(one)));
        cells.push(&one.unit);
        if targets {
            cells.extend([&one.target, &one.completion]);
        }
        cells.into_iter().map(|text| text.clone().into()).collect()
    };
    Table {
        caption,
        columns: widths.iter().map(|(width, align)| TableColumn { width: *width, align: *align }).collect(),
        header: vec![header.into_iter().map(Into::into).collect()],
        rows: rows.iter().map(row).collect(),
    }
}

/// Sections that were left empty are not printed; the others keep running numbers.
fn renumbered(blocks: Vec<Block>) -> Vec<Block> {
    const NUMBERS: [&str; 20] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六",
        "十七", "十八", "十九", "二十",
    ];
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

/// Names of the annexes, without the numbers that they have on the page.
fn renamed(annexes: &[&ReportSection]) -> Vec<String> {
    let bare = |heading: &str| heading.split_once('　').map_or(heading, |(_, bare)| bare).to_owned();
    annexes.iter().map(|section| bare(&section.heading)).collect()
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
