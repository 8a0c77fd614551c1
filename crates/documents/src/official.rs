//! The layout of an official paper (公文, GB/T 9704): title, addressee, body with headings 一、（一）1., attachments, signature and date;
//! a letter has its sender above. What it says comes from `schema/papers`, the values come readable and masked already.

use domain::dictionary::FieldType;
use domain::official_text::{OfficialPart, OfficialText, Values, Wording};
use domain::paper::Paper;

use crate::document::{Block, Document, Letterhead};
use crate::form::Filling;
use crate::form::pairs::said_date;
use crate::page::PageSetup;

/// Lines to write on for a long text of a blank paper.
const LINES: usize = 4;
/// Most characters of a heading that stands in a line of its own.
const HEADING: usize = 26;
const NUMBERS: &str = "一二三四五六七八九十";

/// Lays out an official paper.
pub(crate) fn official(paper: &Paper, text: &OfficialText, filling: &Filling) -> Document {
    let values = &readable(paper, text, filling);
    let mut blocks = vec![Block::title(text.title.with(values))];
    if let Some(below) = text.below_title.as_ref().filter(|below| filling.blank || !below.lacks_all(values)) {
        blocks.push(Block::Subtitle { text: below.with(values) });
    }
    if !filling.remark.is_empty() {
        blocks.push(Block::Line { left: String::new(), right: filling.remark.clone() });
    }
    if let Some(to) = &text.to {
        blocks.push(Block::Addressee { text: format!("{}：", to.with(values)) });
    }
    text.parts.iter().for_each(|part| say(&mut blocks, part, values, filling.blank));
    let annexes = text.attachments.iter().filter(|one| !one.lacks_all(values)).map(|one| one.with(values));
    blocks.extend(attachments(&annexes.collect::<Vec<_>>()));
    if text.signed.is_some() || text.dated.is_some() {
        let said = |wording: &Option<Wording>| wording.as_ref().map(|one| one.with(values)).unwrap_or_default();
        let date = match said(&text.dated) {
            date if date.trim().is_empty() => "　　　　年　　月　　日".to_owned(),
            date => date,
        };
        blocks.push(Block::Signed { organisation: said(&text.signed), date });
    }
    let letterhead = text.letter.as_ref().map(|letter| Letterhead {
        organisation: letter.sender.with(values),
        number: letter.number.with(values).trim().to_owned(),
    });
    Document { page: PageSetup::default(), letterhead, blocks, ..Document::default() }
}

/// The values as an official paper says them: dates in full.
fn readable(paper: &Paper, text: &OfficialText, filling: &Filling) -> Values {
    let kind = paper.kind();
    let mut values = filling.values.clone();
    for path in text.paths() {
        let date = kind.and_then(|kind| path.field(kind)).is_some_and(|field| matches!(field.kind, FieldType::Date));
        if let Some(value) = values.get_mut(&path.to_string()).filter(|_| date) {
            *value = said_date(value);
        }
    }
    values
}

fn say(blocks: &mut Vec<Block>, part: &OfficialPart, values: &Values, blank: bool) {
    let lacks = part.text.lacks_all(values);
    if !part.heading.is_empty() {
        blocks.push(Block::heading(1, part.heading.clone()));
    }
    match (lacks, blank) {
        (true, true) if part.text.is_value() => (0..LINES).for_each(|_| blocks.push(Block::paragraph(""))),
        (true, false) if !part.instead.is_empty() => blocks.push(Block::paragraph(part.instead.clone())),
        (true, false) => {}
        _ => lines(blocks, &part.text.with(values)),
    }
}

/// Each line a paragraph; a short one with a number before it is a heading of that number's level.
pub(crate) fn lines(blocks: &mut Vec<Block>, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        blocks.push(match level(line) {
            Some(level) => Block::heading(level, line),
            None => Block::paragraph(line),
        });
    }
}

/// 1 for 一、 and 第一章, 2 for （一）, 3 for 1.; nothing for a sentence, which ends as one or is longer than a line.
fn level(line: &str) -> Option<u8> {
    let sentence = line.ends_with(['。', '；', '！', '？', '：', '，']) || line.chars().count() > HEADING;
    let counted = |from: &str, to: char| {
        let Some(rest) = line.strip_prefix(from) else { return false };
        let after = rest.trim_start_matches(|c| NUMBERS.contains(c));
        after.len() < rest.len() && after.starts_with(to)
    };
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let found = match () {
        () if counted("", '、') || counted("第", '章') => Some(1),
        () if counted("（", '）') => Some(2),
        () if digits > 0 && line[digits..].starts_with(['.', '．']) => Some(3),
        () => None,
    };
    found.filter(|_| !sentence)
}

/// 附件：… below an empty line; several are numbered.
pub fn attachments(names: &[String]) -> Vec<Block> {
    let line = |(at, name): (usize, &String)| {
        let before = if at == 0 { "附件：" } else { "　　　" };
        let number = if names.len() > 1 { format!("{}. ", at + 1) } else { String::new() };
        Block::paragraph(format!("{before}{number}{name}"))
    };
    let gap = (!names.is_empty()).then(|| Block::paragraph(""));
    gap.into_iter().chain(names.iter().enumerate().map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::form;
    use domain::paper::paper;

    fn filled(values: &[(&str, &str)]) -> Filling {
        let values = values.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned()));
        Filling { values: values.collect(), ..Filling::default() }
    }

    fn texts(document: &Document) -> Vec<String> {
        let text = |block: &Block| match block {
            Block::Paragraph { text } | Block::Heading { text, .. } | Block::Title { text } => Some(text.clone()),
            _ => None,
        };
        document.blocks.iter().filter_map(text).collect()
    }

    #[test]
    fn short_lines_with_a_number_are_headings_and_sentences_are_not() {
        let levels = ["一、工作目标", "第二章 岗位职责", "（一）建设标准", "1.人员配备", "12. 场地"].map(level);
        assert_eq!(levels, [Some(1), Some(1), Some(2), Some(3), Some(3)]);
        for line in ["一、加强领导。", "第三条 本站社工每月走访。", "2026年", "（略）", "十分重要", "（一）压实责任，"]
        {
            assert_eq!(level(line), None, "{line}");
        }
    }

    #[test]
    fn a_letter_says_its_dates_in_full_and_leaves_out_what_is_not_about_it() {
        let letter = paper("filing_letter").expect("the letter");
        let plan = [
            ("year", "2026"),
            ("filing_type", "年度实施计划"),
            ("receiver", "长沙市民政局"),
            ("filed_date", "2026-03-05"),
        ];
        let made = form(letter, &filled(&plan));
        let said = texts(&made).join("\n");
        assert!(said.contains("关于报送2026年") && !said.contains("协议编号"), "{said}");
        assert!(matches!(made.blocks.last(), Some(Block::Signed { date, .. }) if date == "2026年3月5日"));
        assert!(made.letterhead.is_some());
    }

    #[test]
    fn a_plan_keeps_its_six_parts_whether_they_are_written_or_not() {
        let plan = paper("implementation_plan").expect("the plan");
        for (filling, lines) in [
            (filled(&[("background", "（一）现状\n全县有乡镇。")]), 2),
            (Filling { blank: true, ..Filling::default() }, LINES),
        ] {
            let made = form(plan, &filling);
            let headings = made.blocks.iter().filter(|block| matches!(block, Block::Heading { level: 1, .. })).count();
            assert_eq!(headings, 6);
            let after =
                made.blocks.iter().skip_while(|block| !matches!(block, Block::Heading { level: 1, .. })).skip(1);
            let own = after.take_while(|block| !matches!(block, Block::Heading { level: 1, .. })).count();
            assert_eq!(own, lines);
        }
    }
}
