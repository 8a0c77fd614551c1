//! 报头 and 报尾 of a brief in Word, and the head and foot of a letter.

use docx_rs::{
    AlignmentType, BorderType, LineSpacing, LineSpacingType, Paragraph, ParagraphBorder, ParagraphBorderPosition,
    ParagraphBorders, SpecialIndentType, Tab, TabValueType, TableCell, TablePositionProperty, TableRow, WidthType,
};

use super::{Writer, paragraph, table, words};
use crate::document::{Imprint, Letterhead, Masthead};
use crate::page::twips;

const RED: &str = "D7000F";
/// Length of the rules of a letter, in millimetres.
const RULE: f64 = 170.0;
/// Most points of its sender.
const SENDER: f64 = 36.0;

impl Writer {
    pub(super) fn masthead(&mut self, masthead: &Masthead) {
        let signs = masthead.title.chars().count().max(1) as f64;
        let size = (self.page.text_width() / signs * 0.98).clamp(22.0, 44.0);
        let title = words(&masthead.title).size((size * 2.0) as usize);
        self.add(Paragraph::new().style("Masthead").add_run(title));
        let issue = match masthead.total_issue.as_str() {
            "" => masthead.issue.clone(),
            total => format!("{}（{total}）", masthead.issue),
        };
        self.add(paragraph("Normal", &issue).align(AlignmentType::Center));
        let side_by_side = words(&masthead.organisation).add_tab().add_text(&masthead.date);
        let mut line = Paragraph::new().add_run(side_by_side).align(AlignmentType::Left);
        line = line.add_tab(Tab::new().val(TabValueType::Right).pos(self.text_width() as usize));
        line = line.line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(240).before(100).after(240));
        line.property = line.property.set_borders(border(ParagraphBorderPosition::Bottom, BorderType::Single, 18, 6));
        self.add(line);
    }

    /// Sender of a letter above a double rule, its number below at the right, an empty line before the title.
    pub(super) fn letterhead(&mut self, letterhead: &Letterhead) {
        let signs = letterhead.organisation.chars().count().max(1) as f64;
        let size = (f64::from(twips(RULE)) / 20.0 / signs).min(SENDER);
        let sender = words(&letterhead.organisation).size((size * 2.0) as usize);
        let mut line = Paragraph::new().style("Masthead").add_run(sender);
        line = line.line_spacing(LineSpacing::new().before(0).after(140));
        line.property =
            line.property.set_borders(border(ParagraphBorderPosition::Bottom, BorderType::ThickThinSmallGap, 24, 11));
        self.add(over_margins(line, self.text_width()));
        self.add(paragraph("Normal", &letterhead.number).align(AlignmentType::Right));
        self.add(paragraph("Normal", ""));
    }

    /// A table of rules alone that floats to the foot of the page where the text ends.
    pub(super) fn imprint(&mut self, imprint: &Imprint) {
        let entries = [("报", &imprint.report_to), ("送", &imprint.send_to), ("发", &imprint.issue_to)];
        let (mut cell, mut written) = (TableCell::new(), false);
        let mut cells = Vec::new();
        for (mark, whom) in entries.into_iter().filter(|(_, whom)| !whom.is_empty()) {
            let hanging = SpecialIndentType::Hanging(560);
            let entry = paragraph("Imprint", &format!("{mark}：{whom}")).keep_next(true);
            written = true;
            cell = cell.add_paragraph(entry.indent(Some(760), Some(hanging), Some(200), None));
        }
        if written {
            cells.push(cell);
        }
        if imprint.copies > 0 {
            let copies = paragraph("Imprint", &format!("（共印 {} 份）", imprint.copies)).align(AlignmentType::Right);
            cells.push(TableCell::new().add_paragraph(copies.indent(None, None, Some(200), None)));
        }
        if cells.is_empty() {
            return;
        }
        let width = self.text_width() as usize;
        let rows = cells.into_iter().map(|cell| TableRow::new(vec![cell.width(width, WidthType::Dxa)]).cant_split());
        let rows: Vec<TableRow> = rows.collect();
        self.header_rows.extend(rows.iter().map(|_| false));
        let foot = TablePositionProperty::new().horizontal_anchor("margin").vertical_anchor("margin");
        let foot = foot.position_x_alignment("left").position_y_alignment("bottom");
        self.add_table(rows, vec![width], Some(foot));
        // It floats on the page of what follows, which needs no room, or a text that ends at the foot would leave an empty page behind it.
        self.add(table::gap(0.4));
    }
}

/// The rule at the foot of the first page of a letter, which has no page number.
pub(super) fn letter_foot(text_width: f64) -> Paragraph {
    let mut line = Paragraph::new().style("Footer");
    line.property =
        line.property.set_borders(border(ParagraphBorderPosition::Bottom, BorderType::ThinThickSmallGap, 24, 1));
    over_margins(line, text_width)
}

/// A line as long as the rules of a letter, longer than the text.
fn over_margins(line: Paragraph, text_width: f64) -> Paragraph {
    let over = (f64::from(twips(RULE)) - text_width).max(0.0) / 2.0;
    line.indent(Some(-over as i32), None, Some(-over as i32), None)
}

fn border(position: ParagraphBorderPosition, kind: BorderType, size: usize, space: usize) -> ParagraphBorders {
    let border = ParagraphBorder::new(position).val(kind).size(size).space(space).color(RED);
    ParagraphBorders::with_empty().set(border)
}
