//! Tables and spaces to sign in Word. Which rows are repeated is told to `package.rs`, as docx-rs cannot write it.

use docx_rs::{
    AlignmentType, HeightRule, Paragraph, TableBorder, TableBorderPosition as Side, TableBorders, TableCell,
    TableLayoutType, TablePositionProperty, TableRow, VAlignType, WidthType,
};

use super::{Writer, paragraph};
use crate::document::{Align, Cell, SignatureKind, SignatureSpace, Table, TableColumn};
use crate::page::twips;

impl Writer {
    /// Width of the type area in twips.
    pub(super) fn text_width(&self) -> f64 {
        (self.page.text_width() * 20.0).floor()
    }

    pub(super) fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.add(paragraph("Caption", &table.caption).keep_next(true));
        }
        let total: f64 = table.columns.iter().map(|column| column.width).sum();
        let widths: Vec<usize> =
            table.columns.iter().map(|column| (self.text_width() * column.width / total) as usize).collect();
        let mut rows = Vec::new();
        for row in &table.header {
            rows.push(cells(row, &table.columns, &widths, true).cant_split());
            self.header_rows.push(true);
        }
        for row in &table.rows {
            // A row moves to the next page whole unless it is a text of its own.
            let short = row.iter().all(|cell| cell.text.chars().count() < 200);
            let written = cells(row, &table.columns, &widths, false);
            rows.push(if short { written.cant_split() } else { written });
            self.header_rows.push(false);
        }
        self.add_table(rows, widths, None);
    }

    /// Four columns: a finger takes the second or fourth; a name or a seal takes two.
    pub(super) fn signatures(&mut self, spaces: &[SignatureSpace]) {
        let (half, finger) = ((self.text_width() / 2.0) as usize, twips(27.0) as usize);
        let grid = vec![half - finger, finger, half - finger, finger];
        let mut rows = Vec::new();
        let pairs = spaces.chunks(2).collect::<Vec<_>>();
        for (number, pair) in pairs.iter().enumerate() {
            let together = number + 1 < pairs.len();
            let high = pair.iter().map(|space| height(space.kind)).fold(0.0, f64::max);
            let beyond = if pair.len() == 1 { half } else { 0 };
            let mut cells = Vec::new();
            for space in *pair {
                let written = signature(space, high, together);
                let span = if beyond > 0 { 2 } else { 0 };
                if space.kind == SignatureKind::Fingerprint {
                    cells.push(spanning(written, 1 + span, half - finger + beyond));
                    let mark = paragraph("Small", "手印").align(AlignmentType::Center).keep_next(together);
                    cells.push(spanning(TableCell::new().add_paragraph(mark), 1, finger));
                } else {
                    cells.push(spanning(written, 2 + span, half + beyond));
                }
            }
            rows.push(
                TableRow::new(cells).cant_split().row_height(twips(high) as f32).height_rule(HeightRule::AtLeast),
            );
            self.header_rows.push(false);
        }
        self.add_table(rows, grid, None);
    }

    /// Adds a table; where it floats to, if it does. A table without rows would not open.
    pub(super) fn add_table(&mut self, rows: Vec<TableRow>, widths: Vec<usize>, place: Option<TablePositionProperty>) {
        if rows.is_empty() {
            return;
        }
        if self.after_table {
            self.add(paragraph("Small", ""));
        }
        let sides = match place {
            None => vec![Side::Top, Side::Bottom, Side::Left, Side::Right, Side::InsideH, Side::InsideV],
            Some(_) => vec![Side::Top, Side::Bottom, Side::InsideH],
        };
        let borders = sides
            .into_iter()
            .fold(TableBorders::with_empty(), |borders, side| borders.set(TableBorder::new(side).size(4)));
        let table = docx_rs::Table::new(rows).width(widths.iter().sum(), WidthType::Dxa).set_grid(widths);
        let mut table = table.layout(TableLayoutType::Fixed).set_borders(borders);
        if let Some(place) = place {
            table = table.position(place);
        }
        self.docx = std::mem::take(&mut self.docx).add_table(table);
        self.after_table = true;
    }
}

fn cells(row: &[Cell], columns: &[TableColumn], widths: &[usize], header: bool) -> TableRow {
    let mut place = 0;
    let written = row.iter().map(|cell| {
        let covered = place..place + cell.span as usize;
        let align = columns[place].align;
        place = covered.end;
        let strong = header || cell.label;
        let text = paragraph(if strong { "SmallHead" } else { "Small" }, &cell.text);
        let side = match cell.align.unwrap_or(if strong { Align::Center } else { align }) {
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
        };
        let width = widths[covered].iter().sum();
        let written = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
        let written = if cell.span > 1 { written.grid_span(cell.span as usize) } else { written };
        written.add_paragraph(text.align(side).keep_next(header))
    });
    let written = TableRow::new(written.collect());
    let high = row.iter().map(|cell| cell.high).fold(0.0, f64::max);
    if high > 0.0 { written.row_height(twips(high) as f32).height_rule(HeightRule::AtLeast) } else { written }
}

/// Room for a hand, a finger or a seal, in millimetres, without the lines of text.
fn height(kind: SignatureKind) -> f64 {
    match kind {
        SignatureKind::Signature => 24.0,
        SignatureKind::Fingerprint => 28.0,
        SignatureKind::Seal => 58.0,
    }
}

fn signature(space: &SignatureSpace, high: f64, together: bool) -> TableCell {
    let hint = match space.kind {
        SignatureKind::Signature | SignatureKind::Fingerprint => "",
        SignatureKind::Seal => "（盖章）",
    };
    let gap = twips((high - 18.0) / 2.0).max(0) as u32;
    let spaced =
        |p: Paragraph| p.line_spacing(docx_rs::LineSpacing::new().before(gap).after(gap)).align(AlignmentType::Center);
    TableCell::new()
        .add_paragraph(paragraph("Small", &format!("{}：", space.label)).keep_next(together))
        .add_paragraph(spaced(paragraph("Small", hint)).keep_next(together))
        .add_paragraph(paragraph("Small", "年　　月　　日").align(AlignmentType::Right).keep_next(together))
}

fn spanning(cell: TableCell, columns: usize, width: usize) -> TableCell {
    let cell = cell.width(width, WidthType::Dxa);
    if columns > 1 { cell.grid_span(columns) } else { cell }
}
