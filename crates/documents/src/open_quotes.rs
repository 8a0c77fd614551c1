//! Quotes of a text table that are opened and never closed. Read by the book such a quote swallows every line up to the next one,
//! people and all; here it is taken out, so that each line stays a row of its own, and the row is told.

/// The longest cell that Excel can hold, in bytes.
const LONGEST: usize = 32_767 * 4;
/// How many lines tell how many cells a row has.
const LOOKED_AT: usize = 60;

/// The text without its open quotes, and the rows (from 1) in which they stood.
pub(crate) fn closed(text: &str, separator: u8) -> (String, Vec<usize>) {
    let width = usual_width(text, separator);
    let bytes = text.as_bytes();
    let ends_cell = |at: usize| bytes.get(at).is_none_or(|byte| *byte == separator || matches!(byte, b'\n' | b'\r'));
    let (mut kept, mut rows) = (String::with_capacity(text.len()), Vec::new());
    let (mut at, mut from, mut row) = (0, 0, 1);
    while at < bytes.len() {
        if bytes[at] == b'"' {
            let end = closing(bytes, at + 1);
            let inside = end.map(|end| &text[at + 1..end]);
            // Over several lines it must be a cell by the book, and its lines no rows of the table.
            let good = inside.zip(end).is_some_and(|(inside, end)| {
                let ends_line = bytes.get(end + 1) != Some(&separator);
                !inside.contains('\n') || ends_cell(end + 1) && !holds_rows(inside, ends_line, separator, width)
            });
            if let (true, Some(end)) = (good, end) {
                at = end + 1;
            } else {
                kept.push_str(&text[from..at]);
                rows.push(row);
                at += 1;
                from = at;
            }
        }
        while !ends_cell(at) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'\n') {
            row += 1;
        }
        at += 1;
    }
    kept.push_str(&text[from.min(text.len())..]);
    (kept, rows)
}

/// Where the quote that begins before `from` is closed; two quotes are one that is meant.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len().min(from + LONGEST) {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// Whether a line behind the first has as many cells as the rows of the table; the last one only where the quote ends it.
fn holds_rows(inside: &str, ends_line: bool, separator: u8, width: usize) -> bool {
    let lines: Vec<&str> = inside.lines().collect();
    let whole = if ends_line { lines.len() } else { lines.len().saturating_sub(1) };
    let behind = lines.get(1..whole).unwrap_or_default();
    width > 2 && behind.iter().any(|line| cells(line, separator) >= width)
}

fn cells(line: &str, separator: u8) -> usize {
    1 + line.bytes().filter(|byte| *byte == separator).count()
}

/// The fewest cells that a fifth of the lines have: commas in remarks only add to them. 0 where lines have hardly any.
fn usual_width(text: &str, separator: u8) -> usize {
    let mut widths: Vec<usize> =
        text.lines().take(LOOKED_AT).map(|line| cells(line, separator)).filter(|width| *width > 2).collect();
    widths.sort_unstable();
    let often = |width: &usize| widths.iter().filter(|other| *other == width).count() * 5 >= widths.len();
    widths.iter().copied().find(often).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_never_closed_is_taken_out_and_its_row_told() {
        let text = "姓名,组,备注\n甲,1,\"满伢子\n乙,2,好\n丙,3,\"某\n丁,4,\"\"\n";
        assert_eq!(closed(text, b','), (text.replace(",\"满", ",满").replace(",\"某", ",某"), vec![2, 4]));
        let swallows = "姓名,组,备注\n甲,1,\"满\n乙,2,好\n丙,3,12\"\n";
        assert_eq!(closed(swallows, b',').1, [2], "a quote at the end of a later row does not close it");
        assert_eq!(closed("姓名,组,备注\n甲,1,\"满\n丙,3,12\"\n", b',').1, [2], "nor one at the end of the next");
    }

    #[test]
    fn cells_by_the_book_stay_as_they_are() {
        for text in [
            "姓名,备注\n甲,\"一行，\n又一行,\"\"引\"\"\"\n乙,\n",
            "姓名,组,备注\r\n甲,1,\"住址：\r\n新河村\"\r\n",
            "a,b\n\"1\"组,\"x,y\"\n,\"\"",
            "a,b\nin\"ch,12\"\n",
            "",
        ] {
            assert_eq!(closed(text, b','), (text.to_owned(), Vec::new()), "{text}");
        }
    }
}
