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

    pub(super) fn signatures(&mut self, spaces: &[SignatureSpace]) {
        let half = (self.text_width() / 2.0) as usize;
        let mut rows = Vec::new();
        let pairs = spaces.chunks(2).collect::<Vec<_>>();
        for (number, pair) in pairs.iter().enumerate() {
            let together = number + 1 < pairs.len();
            let high = pair.iter().map(|space| height(space.kind)).fold(0.0, f64::max);
            let mut cells: Vec<TableCell> =
                pair.iter().map(|space| signature(space, high, together).width(half, WidthType::Dxa)).collect();
            if let [only] = &mut cells[..] {
                *only = std::mem::take(only).grid_span(2).width(2 * half, WidthType::Dxa);
            }
            rows.push(
                TableRow::new(cells).cant_split().row_height(twips(high) as f32).height_rule(HeightRule::AtLeast),
            );
            self.header_rows.push(false);
        }
        self.add_table(rows, vec![half, half], None);
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
        let side = match align {
            _ if strong => AlignmentType::Center,
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
        };
        let width = widths[covered].iter().sum();
        let written = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
        let written = if cell.span > 1 { written.grid_span(cell.span as usize) } else { written };
        written.add_paragraph(text.align(side).keep_next(header))
    });
    TableRow::new(written.collect())
}

/// Room for a hand, a finger or a seal, in millimetres, without the lines of text.
fn height(kind: SignatureKind) -> f64 {
    match kind {
        SignatureKind::Signature => 24.0,
        SignatureKind::Fingerprint => 36.0,
        SignatureKind::Seal => 56.0,
    }
}

fn signature(space: &SignatureSpace, high: f64, together: bool) -> TableCell {
    let hint = match space.kind {
        SignatureKind::Signature => "",
        SignatureKind::Fingerprint => "（按手印）",
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
