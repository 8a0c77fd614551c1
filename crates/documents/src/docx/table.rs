//! Tables and spaces to sign in Word. Which rows are repeated is told to `package.rs`, as docx-rs cannot write it.

use docx_rs::{
    AlignmentType, HeightRule, LineSpacingType, Paragraph, TableBorder, TableBorderPosition as Side, TableBorders,
    TableCell, TableCellBorderPosition, TableCellMargins, TableLayoutType, TablePositionProperty, TableRow, VAlignType,
    VMergeType, WidthType,
};

use super::{Writer, paragraph};
use crate::document::{Align, Cell, SignatureKind, SignatureSpace, Table};
use crate::fitting;
use crate::page::twips;
use crate::signing::{self, Arranged};

/// Where columns begin and end, in twips from the left. Rows of one table may be divided in different ways.
struct Grid(Vec<usize>);

/// Room beside the words of a cell, in twips.
const INSET: usize = 80;

/// Between a table and what follows it, in millimetres.
const GAP: f64 = 4.0;

/// Room for the words at the left of a seal, in millimetres.
const BESIDE_SEAL: f64 = 32.0;

/// Sides of columns nearer than this are one.
const NEAR: usize = 60;

impl Grid {
    fn of(widths: impl IntoIterator<Item = usize>) -> Grid {
        let sides = widths.into_iter().scan(0, |at, width| {
            *at += width;
            Some(*at)
        });
        Grid([0].into_iter().chain(sides).collect())
    }

    /// The sides of both, where they are not the same.
    fn with(mut self, other: &Grid) -> Grid {
        for side in &other.0 {
            if self.0.iter().all(|own| own.abs_diff(*side) > NEAR) {
                self.0.push(*side);
            }
        }
        self.0.sort_unstable();
        self
    }

    fn widths(&self) -> Vec<usize> {
        self.0.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    /// A cell from one side to another.
    fn cell(&self, cell: TableCell, from: usize, to: usize) -> TableCell {
        let nearest = |side: usize| (0..self.0.len()).min_by_key(|at| self.0[*at].abs_diff(side)).unwrap_or_default();
        let (from, to) = (nearest(from), nearest(to));
        let cell = cell.width(self.0[to] - self.0[from], WidthType::Dxa);
        if to > from + 1 { cell.grid_span(to - from) } else { cell }
    }
}

impl Writer {
    /// Width of the type area in twips.
    pub(super) fn text_width(&self) -> f64 {
        (self.page.text_width() * 20.0).floor()
    }

    /// A table. Spaces to sign that follow it become rows of it: programs keep rows of one table together, not two tables.
    pub(super) fn table(&mut self, table: &Table, signed: &[SignatureSpace]) {
        if !table.caption.is_empty() {
            self.add(paragraph("Caption", &table.caption).keep_next(true));
        }
        let total: f64 = table.columns.iter().map(|column| column.width).sum();
        let width = self.text_width();
        let columns = Grid::of(table.columns.iter().map(|column| (width * column.width / total) as usize));
        let grid = Grid(columns.0.clone());
        let grid = if signed.is_empty() { grid } else { grid.with(&self.signature_grid(signed)) };
        let mut rows = Vec::new();
        for row in &table.header {
            rows.push(cells(row, table, &columns, &grid, true, true).cant_split());
            self.header_rows.push(true);
        }
        let loose = fitting::loose(table, &self.page);
        let kept = fitting::kept(table, &self.page, !signed.is_empty());
        for ((row, loose), kept) in table.rows.iter().zip(loose).zip(kept) {
            // A row moves to the next page whole unless it is a text of its own.
            let written = cells(row, table, &columns, &grid, false, kept);
            rows.push(if loose { written } else { written.cant_split() });
            self.header_rows.push(false);
        }
        if !signed.is_empty() {
            if !rows.is_empty() {
                rows.push(self.gap(&grid));
            }
            rows.extend(self.signature_rows(signed, &grid));
        }
        self.add_table(rows, grid.widths(), None);
    }

    pub(super) fn signatures(&mut self, spaces: &[SignatureSpace]) {
        let grid = self.signature_grid(spaces);
        let rows = self.signature_rows(spaces, &grid);
        self.add_table(rows, grid.widths(), None);
    }

    /// Four columns: a finger takes the second or fourth; a name or a seal takes two.
    fn signature_grid(&self, spaces: &[SignatureSpace]) -> Grid {
        Grid::of(signing::arranged(spaces, &self.page).columns.map(|width| twips(width) as usize))
    }

    /// An empty row between a form and the spaces to sign.
    fn gap(&mut self, grid: &Grid) -> TableRow {
        self.header_rows.push(false);
        let sides = [TableCellBorderPosition::Left, TableCellBorderPosition::Right];
        let cell = TableCell::new().add_paragraph(gap(GAP).keep_next(true));
        let cell = sides.into_iter().fold(cell, TableCell::clear_border);
        TableRow::new(vec![grid.cell(cell, 0, usize::MAX)]).cant_split()
    }

    fn signature_rows(&mut self, spaces: &[SignatureSpace], grid: &Grid) -> Vec<TableRow> {
        let sides = self.signature_grid(spaces).0;
        let page = self.page;
        let Arranged { rows: arranged, beside, .. } = signing::arranged(spaces, &page);
        let all = arranged.iter().map(|row| row.high).sum();
        let mut rows = Vec::new();
        for (number, row) in arranged.iter().enumerate() {
            let together = number + 1 < arranged.len();
            let alone = row.spaces.len() == 1 && beside.is_none();
            let mut cells = Vec::new();
            for (place, space) in row.spaces.iter().enumerate() {
                let (from, to) = (sides[2 * place], if alone { sides[4] } else { sides[2 * place + 2] });
                let written = signature(space, row.high, together, false);
                if space.kind == SignatureKind::Fingerprint {
                    let finger = to - (sides[2] - sides[1]);
                    cells.push(grid.cell(written, from, finger));
                    let mark = paragraph("Small", "手印").align(AlignmentType::Center).keep_next(together);
                    cells.push(grid.cell(TableCell::new().add_paragraph(mark), finger, to));
                } else {
                    cells.push(grid.cell(written, from, to));
                }
            }
            if let Some(seal) = beside {
                let written = match number {
                    0 => signature(seal, all, together, true).vertical_merge(VMergeType::Restart),
                    _ => TableCell::new()
                        .add_paragraph(gap(GAP).keep_next(together))
                        .vertical_merge(VMergeType::Continue),
                };
                cells.push(grid.cell(written, sides[2], sides[4]));
            }
            let written = TableRow::new(cells).cant_split().row_height(twips(row.high) as f32);
            rows.push(written.height_rule(HeightRule::AtLeast));
            self.header_rows.push(false);
        }
        rows
    }

    /// Adds a table; where it floats to, if it does.
    pub(super) fn add_table(&mut self, rows: Vec<TableRow>, widths: Vec<usize>, place: Option<TablePositionProperty>) {
        let ruled: &[Side] = match place {
            None => &[Side::Top, Side::Bottom, Side::Left, Side::Right, Side::InsideH, Side::InsideV],
            Some(_) => &[Side::Top, Side::Bottom, Side::InsideH],
        };
        self.add_ruled(rows, widths, ruled, place);
    }

    /// Adds a table with rules at these sides. A table without rows would not open.
    pub(super) fn add_ruled(
        &mut self,
        rows: Vec<TableRow>,
        widths: Vec<usize>,
        ruled: &[Side],
        place: Option<TablePositionProperty>,
    ) {
        if rows.is_empty() {
            return;
        }
        if self.after_table || self.new_page {
            // Word joins tables that touch, and begins a page with a paragraph.
            self.add(gap(GAP));
        }
        let borders = ruled
            .iter()
            .fold(TableBorders::with_empty(), |borders, side| borders.set(TableBorder::new(side.clone()).size(4)));
        let table = docx_rs::Table::new(rows).width(widths.iter().sum(), WidthType::Dxa).set_grid(widths);
        // Said for each table: LibreOffice does not take it from the style.
        let margins = TableCellMargins::new().margin(0, INSET, 0, INSET);
        let mut table = table.layout(TableLayoutType::Fixed).set_borders(borders).margins(margins);
        if let Some(place) = place {
            table = table.position(place);
        }
        self.docx = std::mem::take(&mut self.docx).add_table(table);
        self.after_table = true;
    }
}

/// An empty line so many millimetres high.
pub(super) fn gap(high: f64) -> Paragraph {
    let exact = docx_rs::LineSpacing::new().before(0).after(0).line_rule(LineSpacingType::Exact).line(twips(high));
    paragraph("Small", "").line_spacing(exact)
}

fn cells(row: &[Cell], table: &Table, columns: &Grid, grid: &Grid, header: bool, kept: bool) -> TableRow {
    let mut place = 0;
    let written = row.iter().map(|cell| {
        let covered = place..place + cell.span as usize;
        let align = table.columns[place].align;
        place = covered.end;
        let strong = header || cell.label;
        let text = paragraph(if strong { "SmallHead" } else { "Small" }, &cell.text);
        let side = match cell.align.unwrap_or(if strong { Align::Center } else { align }) {
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
        };
        let written = TableCell::new().vertical_align(VAlignType::Center);
        let written = written.add_paragraph(text.align(side).keep_next(kept));
        grid.cell(written, columns.0[covered.start], columns.0[covered.end])
    });
    let written = TableRow::new(written.collect());
    let high = row.iter().map(|cell| cell.high).fold(0.0, f64::max);
    if high > 0.0 { written.row_height(twips(high) as f32).height_rule(HeightRule::AtLeast) } else { written }
}

/// A space to sign; its words at the left where a seal stands beside them.
fn signature(space: &SignatureSpace, high: f64, together: bool, beside: bool) -> TableCell {
    let hint = match space.kind {
        SignatureKind::Signature | SignatureKind::Fingerprint => "",
        SignatureKind::Seal => "（盖章）",
    };
    let gap = twips((high - 22.0) / 2.0).max(0) as u32;
    let spaced =
        |p: Paragraph| p.line_spacing(docx_rs::LineSpacing::new().before(gap).after(gap)).align(AlignmentType::Center);
    let hint = paragraph("Small", hint);
    let (hint, side) = match beside {
        true => (hint.indent(Some(twips(BESIDE_SEAL)), None, None, None), AlignmentType::Left),
        false => (hint, AlignmentType::Right),
    };
    TableCell::new()
        .add_paragraph(paragraph("Small", &format!("{}：", space.label)).keep_next(together))
        .add_paragraph(spaced(hint).keep_next(together))
        .add_paragraph(paragraph("Small", "年　　月　　日").align(side).keep_next(together))
}
