//! The fitting of a table into cells of their width: labels broken where a person would break them,
//! options to tick never torn, which rows may be split over pages and which stay with the next. It measures by counting
//! characters, the same for both writers; no font is asked.

use crate::document::{Cell, Table};
use crate::page::{Geometry, POINTS_PER_MM};

/// Room in a cell that is not for words, in points, both sides together.
const INSET: f64 = 8.0;
/// A row that fills more lines than this may be split over pages.
const LINES: f64 = 17.0;
/// Full-width characters that a column keeps whatever its neighbours lack.
const LEAST: f64 = 4.0;
/// A title shorter than this stands in one line.
const SHORT: f64 = 4.5;
/// So does what stands in brackets, up to this.
const BRACKETED: f64 = 6.0;
/// Least of a table, in millimetres, that stands on the page of what is signed below it.
const SIGNED_BELOW: f64 = 36.0;

/// The table with its labels and options broken to fit.
pub(crate) fn fitted(mut table: Table, page: &Geometry) -> Table {
    let rooms = rooms(&table, page);
    let header = table.header.len();
    for (number, row) in table.header.iter_mut().chain(&mut table.rows).enumerate() {
        let mut column = 0;
        for cell in row {
            let room = room(&rooms, column, cell, page);
            column += cell.span as usize;
            if number < header || cell.label {
                cell.text = balanced(&cell.text, room);
            } else if cell.text.starts_with(['□', '☑', '■']) {
                let options: Vec<&str> = cell.text.split("  ").collect();
                // Boxes of some fonts are wider than a character.
                cell.text = in_lines(&options, room - 0.5);
            }
        }
    }
    table
}

/// For every row whether it may be split over pages: a text of its own, longer than a third of a page.
pub(crate) fn loose(table: &Table, page: &Geometry) -> Vec<bool> {
    lines(table, page).into_iter().map(|lines| lines > LINES).collect()
}

/// How many lines every row has.
fn lines(table: &Table, page: &Geometry) -> Vec<f64> {
    let rooms = rooms(table, page);
    let lines = |row: &Vec<Cell>| {
        let mut column = 0;
        let each = row.iter().map(|cell| {
            let room = room(&rooms, column, cell, page).max(1.0);
            column += cell.span as usize;
            cell.text.split('\n').map(|line| (width(line) / room).ceil().max(1.0)).sum::<f64>()
        });
        each.fold(0.0, f64::max)
    };
    table.rows.iter().map(lines).collect()
}

/// For every row whether it stays on the page of the next one: a heading inside a form, and the last rows where the table is
/// signed below: nobody signs a page that shows only the end of a form.
pub(crate) fn kept(table: &Table, page: &Geometry, signed: bool) -> Vec<bool> {
    let loose = loose(table, page);
    let heading = |row: &[Cell]| matches!(row, [one] if one.label && one.span as usize == table.columns.len());
    let last = if signed { last_rows(table, page, &loose) } else { loose.len() };
    let kept = |at: usize| at >= last || loose.get(at + 1).is_some_and(|next| heading(&table.rows[at]) && !next);
    (0..loose.len()).map(kept).collect()
}

/// Where the rows begin that stay with what is signed below them: none that may be split.
fn last_rows(table: &Table, page: &Geometry, loose: &[bool]) -> usize {
    let (mut high, mut first) = (0.0, table.rows.len());
    for (row, lines) in table.rows.iter().zip(lines(table, page)).rev() {
        if high >= SIGNED_BELOW || loose[first - 1] {
            break;
        }
        first -= 1;
        let written = lines * page.small * 1.3 / POINTS_PER_MM;
        high += row.iter().map(|cell| cell.high).fold(written, f64::max);
    }
    first
}

/// Gives every column of a list the room of its longest number, word of letters, short title and bracket, from the columns that have most to
/// spare: a number that goes on in the next line is read as two. Where there is no room for brackets, then that of the rest alone.
pub(crate) fn widen(table: &mut Table, page: &Geometry) {
    if !table.header.is_empty() && !widened(table, page, BRACKETED) {
        widened(table, page, 0.0);
    }
}

/// Whether there was enough for all: if not, nothing is better than something.
fn widened(table: &mut Table, page: &Geometry, bracketed: f64) -> bool {
    let rooms = rooms(table, page);
    let mut needs = vec![0.0_f64; rooms.len()];
    let titles = table.header.len();
    for (number, row) in table.header.iter().chain(&table.rows).enumerate() {
        let mut column = 0;
        for cell in row {
            // Titles are bold.
            let bold = if number < titles { 0.2 } else { 0.0 };
            let whole = Some(width(&cell.text)).filter(|title| number < titles && *title + bold < SHORT);
            if cell.span == 1 {
                let own = whole.unwrap_or_else(|| untorn(&cell.text, bracketed)) + bold;
                needs[column] = needs[column].max(own * page.small + INSET);
            }
            column += cell.span as usize;
        }
    }
    let least = LEAST * page.small + INSET;
    let lacks: Vec<f64> = rooms.iter().zip(&needs).map(|(room, need)| (need - room).max(0.0)).collect();
    let spares: Vec<f64> = rooms.iter().zip(&needs).map(|(room, need)| (room - need.max(least)).max(0.0)).collect();
    let (lack, spare): (f64, f64) = (lacks.iter().sum(), spares.iter().sum());
    if lack > spare {
        return false;
    }
    if lack > 0.0 {
        for (at, column) in table.columns.iter_mut().enumerate() {
            column.width = rooms[at] + lacks[at] - spares[at] * lack / spare;
        }
    }
    true
}

/// Width of the longest piece of a text that no line should tear: a number, a word of letters, what stands in brackets if it is no longer
/// than `bracketed`.
fn untorn(text: &str, bracketed: f64) -> f64 {
    let words = text.split(|c: char| !c.is_ascii_graphic()).map(width);
    let inside =
        text.split('（').skip(1).filter_map(|rest| rest.split_once('）')).map(|(inside, _)| width(inside) + 2.0);
    words.chain(inside.filter(|own| *own <= bracketed)).fold(0.0, f64::max)
}

/// Widths of the columns in points.
fn rooms(table: &Table, page: &Geometry) -> Vec<f64> {
    let total: f64 = table.columns.iter().map(|column| column.width).sum();
    table.columns.iter().map(|column| page.text_width() * column.width / total).collect()
}

/// How many full-width characters stand in a line of a cell.
fn room(rooms: &[f64], column: usize, cell: &Cell, page: &Geometry) -> f64 {
    let covered: f64 = rooms.iter().skip(column).take(cell.span as usize).sum();
    (covered - INSET) / page.small
}

/// Width of a text in full-width characters.
pub(crate) fn width(text: &str) -> f64 {
    text.chars().filter(|c| *c != '\u{200b}').map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// Options one after the other, with line feeds so that none is torn at the end of a line of `room` characters.
fn in_lines(options: &[&str], room: f64) -> String {
    let (mut text, mut filled) = (String::new(), 0.0);
    for option in options {
        let own = width(option);
        if !text.is_empty() && filled + 1.0 + own > room {
            text.push('\n');
            filled = 0.0;
        } else if !text.is_empty() {
            text.push_str("  ");
            filled += 1.0;
        }
        text.push_str(option);
        filled += own;
    }
    text
}

/// Words of labels that stay on one line.
const WHOLE: [&str; 6] = ["部门", "低保", "取得", "知情", "特困", "户主"];

/// A label in as few lines of `room` characters as it needs, none much longer than the others: broken outside of brackets, after
/// a comma or before an "and" where it can be.
fn balanced(label: &str, room: f64) -> String {
    let chars: Vec<char> = label.chars().collect();
    if width(label) <= room || label.contains('\n') {
        return label.to_owned();
    }
    let cuts: Vec<usize> = (1..chars.len()).filter(|at| may_break(&chars, *at)).collect();
    for lines in 2..=4 {
        if let Some((_, best)) = best_cuts(&chars, &cuts, lines, room) {
            let mut broken = String::new();
            for (at, c) in chars.iter().enumerate() {
                if best.contains(&at) {
                    broken.push('\n');
                }
                broken.push(*c);
            }
            return broken;
        }
    }
    label.to_owned()
}

fn may_break(chars: &[char], at: usize) -> bool {
    let torn = |word: &&str| {
        let start = at.saturating_sub(word.chars().count() - 1);
        (start..at).any(|start| chars[start..].iter().take(word.chars().count()).copied().eq(word.chars()))
    };
    let inside = in_brackets(&chars[..at]) && !"/，、".contains(chars[at - 1]);
    let digits = chars[at - 1].is_ascii() && chars[at].is_ascii();
    !inside && !digits && !"、，。；：）/".contains(chars[at]) && !WHOLE.iter().any(torn)
}

fn in_brackets(before: &[char]) -> bool {
    before.iter().filter(|c| **c == '（').count() > before.iter().filter(|c| **c == '）').count()
}

/// Where to break into so many lines, with its cost: the longest line, less for good places, more for odd ones.
fn best_cuts(chars: &[char], cuts: &[usize], lines: usize, room: f64) -> Option<(f64, Vec<usize>)> {
    let said = |from: usize, to: usize| width(&chars[from..to].iter().collect::<String>());
    if lines == 1 {
        let all = said(0, chars.len());
        return (all <= room).then(|| (all, Vec::new()));
    }
    let mut best: Option<(f64, Vec<usize>)> = None;
    for at in cuts {
        let last = said(*at, chars.len());
        let Some((before, mut own)) = (last <= room)
            .then(|| {
                best_cuts(
                    &chars[..*at],
                    &cuts.iter().copied().filter(|cut| cut < at).collect::<Vec<_>>(),
                    lines - 1,
                    room,
                )
            })
            .flatten()
        else {
            continue;
        };
        let good = "、的）".contains(chars[at - 1]) || "与和及或且（".contains(chars[*at]);
        let torn = if in_brackets(&chars[..*at]) { 3.0 } else { 0.0 };
        let cost =
            torn + before.max(last) - if good { 1.5 } else { 0.0 } + if at % 2 == 1 && !good { 0.9 } else { 0.0 };
        if best.as_ref().is_none_or(|(least, _)| cost <= *least) {
            own.push(*at);
            best = Some((cost, own));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_in_one_line_with_room_from_the_widest_column() {
        use crate::document::{Align, TableColumn};
        let page = Geometry::of(Default::default());
        let columns = [9.0, 5.0, 0.5].map(|width| TableColumn { width, align: Align::Left }).to_vec();
        let rows = vec![vec![Cell::from("青禾县稻香镇社会工作服务站"), Cell::from("其中"), Cell::from("1,204.5")]];
        let header = vec![vec![Cell::from("站点"), Cell::from("说明"), Cell::from("时间")]];
        let mut table = Table { columns, rows, header, ..Table::default() };
        let number = |table: &Table| room(&rooms(table, &page), 2, &table.rows[0][2], &page);
        assert!(number(&table) < 3.5);
        let before: f64 = rooms(&table, &page).iter().sum();
        widen(&mut table, &page);
        assert!(number(&table) >= 3.5 && (rooms(&table, &page).iter().sum::<f64>() - before).abs() < 0.01);
        let widened = table.clone();
        widen(&mut table, &page);
        assert!((number(&table) - number(&widened)).abs() < 0.01, "enough is enough");
    }

    #[test]
    fn what_stands_in_brackets_is_not_torn_where_there_is_room() {
        use crate::document::{Align, TableColumn};
        let page = Geometry::of(Default::default());
        let columns = [6.0, 0.5, 0.5].map(|width| TableColumn { width, align: Align::Left }).to_vec();
        let rows =
            vec![vec![Cell::from("青禾县稻香镇社会工作服务站"), Cell::from("12"), Cell::from("120（协议年度）")]];
        let header = vec![vec![Cell::from("站点"), Cell::from("服务对象总人数（人）"), Cell::from("年度目标")]];
        let mut table = Table { columns, rows, header, ..Table::default() };
        let room = |table: &Table, at: usize| room(&rooms(table, &page), at, &table.rows[0][at], &page);
        assert!(room(&table, 1) < 3.0 && room(&table, 2) < 6.0);
        widen(&mut table, &page);
        assert!(room(&table, 1) >= 3.2 && room(&table, 2) >= 6.0, "the bracket of a title is bold");
        // Too many of them: numbers and short titles have their room all the same.
        let many = 8;
        table.columns = vec![TableColumn { width: 1.0, align: Align::Left }; many];
        table.columns[0].width = 0.3;
        table.rows = vec![vec![Cell::from("1,204.5（协议年度）"); many]];
        table.header = vec![vec![Cell::from("目标"); many]];
        let number = |table: &Table| super::room(&rooms(table, &page), 0, &table.rows[0][0], &page);
        assert!(number(&table) < 3.5);
        widen(&mut table, &page);
        assert!(number(&table) >= 3.5);
    }

    #[test]
    fn options_are_not_torn_at_the_end_of_a_line() {
        let options = ["□是", "☑委托村（居）或他人", "□其他"];
        assert_eq!(in_lines(&options, 14.0), "□是  ☑委托村（居）或他人\n□其他");
        assert_eq!(in_lines(&options, 40.0).lines().count(), 1);
    }

    #[test]
    fn a_long_label_breaks_where_a_person_would_break_it() {
        for (label, room, broken) in [
            ("联系电话", 7.0, "联系电话"),
            ("服务总时长（分钟）", 7.0, "服务总时长\n（分钟）"),
            ("活动（批次）名称", 7.0, "活动（批次）\n名称"),
            ("被委托人身份证号", 7.0, "被委托人\n身份证号"),
            ("监护人与本人关系", 7.0, "监护人\n与本人关系"),
            ("参与的服务对象人数", 7.0, "参与的\n服务对象人数"),
            ("水电气、通讯、就读、出行等消费", 7.0, "水电气、\n通讯、就读、\n出行等消费"),
            ("向教育部门报告情况", 7.0, "向教育部门\n报告情况"),
            ("折合金额（元）", 3.4, "折合\n金额\n（元）"),
            ("与户主关系", 3.4, "与户主\n关系"),
            ("观察（情绪/行为/环境）", 7.0, "观察（情绪/\n行为/环境）"),
            ("序号", 1.5, "序\n号"),
        ] {
            assert_eq!(balanced(label, room), broken);
        }
    }
}
