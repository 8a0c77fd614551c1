//! Every paper of the dictionary blank and filled to the extreme, by both writers: names of thirty characters, addresses of
//! eighty, texts of six hundred, rare characters, sixty rows in every list. Each text handed in is made of a character of its
//! own, so that what becomes of it can be counted and measured. One run of LibreOffice opens all the Word files.

use std::collections::{BTreeMap, BTreeSet};

use documents::{Answer, Block, Document, Filling, docx, form, pdf};
use domain::dictionary::{Field, FieldType, dictionary};
use domain::official_text::OfficialText;
use domain::paper::{Paper, paper, papers};

use crate::render::{Rendered, Word, close, keep, office_all, page_number, show, type_area};

/// Thirty characters, three of them rare, one beyond the basic plane.
const NAME: &str = "阿卜杜热西提·买买提艾力江·努尔麦麦提龙㑇䶮𠮷吐尔逊古丽汗";
const ROWS: usize = 60;

/// Characters that stand in no label, each given out once.
struct Chars(u32);

impl Chars {
    fn next(&mut self) -> char {
        loop {
            self.0 += 1;
            let c = char::from_u32(self.0).unwrap();
            if !taken().contains(&c) {
                return c;
            }
        }
    }
}

/// Every character of the dictionary, its code tables and the papers.
fn taken() -> &'static BTreeSet<char> {
    static TAKEN: std::sync::OnceLock<BTreeSet<char>> = std::sync::OnceLock::new();
    TAKEN.get_or_init(|| {
        let papers: Vec<Document> = papers().iter().map(|paper| form(paper, &Filling::default())).collect();
        let tables = dictionary().kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| {
            dictionary().code_table(field.codes.as_deref()?).map(|table| format!("{:?}", table.entries))
        });
        format!("{papers:?}{NAME}第页共").chars().chain(tables.collect::<String>().chars()).collect()
    })
}

/// A paper as it was handed in.
struct Handed {
    document: Document,
    /// How often each character must be found again.
    counts: BTreeMap<char, usize>,
    /// Left and right side in millimetres of the column where a character belongs.
    columns: BTreeMap<char, (f64, f64)>,
    /// Rows of each list: a character of its header, those of its rows.
    lists: Vec<(char, Vec<char>)>,
    /// A character of a heading inside the form, one of the row below it.
    headings: Vec<(char, char)>,
}

impl Handed {
    fn text(&mut self, chars: &mut Chars, length: usize) -> String {
        let c = chars.next();
        self.counts.insert(c, length);
        c.to_string().repeat(length)
    }
}

/// How long a text of this field can become.
fn longest(field: Option<&Field>) -> usize {
    match field {
        Some(field) if field.kind == FieldType::LongText => 600,
        Some(field) if field.max >= Some(100) => 80,
        Some(field) if field.kind == FieldType::Text => 34,
        _ => 6,
    }
}

fn filled(paper: &Paper) -> Handed {
    let mut chars = Chars(0x5000);
    let mut handed = Handed {
        document: Document::default(),
        counts: BTreeMap::new(),
        columns: BTreeMap::new(),
        lists: Vec::new(),
        headings: Vec::new(),
    };
    let mut filling = Filling {
        station: "浏阳市大瑶镇社会工作服务站".into(),
        number: handed.text(&mut chars, 20),
        about: paper.about.iter().map(|_| NAME.to_owned()).collect(),
        ..Filling::default()
    };
    handed.counts.insert('𠮷', paper.about.len() + usize::from(paper.slip.is_some()));
    let kind = paper.kind();
    let on_slip = |field: &Field| paper.slip.as_ref().is_some_and(|slip| slip.fields.contains(&field.name));
    for field in kind.iter().flat_map(|kind| &kind.fields).filter(|field| paper.shows(field) || on_slip(field)) {
        let table = field.codes.as_deref().and_then(|name| dictionary().code_table(name));
        let codes = table.map(|table| table.entries.iter().map(|entry| entry.code.clone()).collect());
        let text = if table.is_some() { String::new() } else { handed.text(&mut chars, longest(Some(field))) };
        filling.answers.insert(field.name.clone(), Answer { text, codes: codes.unwrap_or_default(), masked: false });
    }
    for list in &paper.lists {
        let child = list.kind.as_deref().and_then(|kind| dictionary().kind(kind));
        let lengths =
            list.columns.iter().map(|column| longest(child.and_then(|kind| column.path.as_ref()?.field(kind))));
        let lengths: Vec<usize> = lengths.collect();
        // The first row is as long as can be, the others as they are in life.
        let rows = (0..ROWS).map(|row| {
            lengths
                .iter()
                .map(|length| handed.text(&mut chars, if row == 0 { *length } else { (*length).min(6) }))
                .collect()
        });
        filling.lists.push(rows.collect());
    }
    if paper.large.is_some() {
        filling.large = handed.text(&mut chars, 34);
    }
    official(paper, &mut handed, &mut filling, &mut chars);
    let numbered = if paper.number.is_none() { 0 } else { 20 * (1 + usize::from(paper.slip.is_some())) };
    handed.counts.insert(filling.number.chars().next().unwrap(), numbered);
    handed.document = form(paper, &filling);
    mark(&mut handed, &mut chars);
    handed
}

/// A text for every value of an official paper, which may stand in several places.
fn official(paper: &Paper, handed: &mut Handed, filling: &mut Filling, chars: &mut Chars) {
    for path in paper.official.iter().flat_map(OfficialText::paths) {
        let name = path.to_string();
        if let Some(known) = filling.values.get(&name) {
            let (c, length) = (known.chars().next().unwrap(), known.chars().count());
            *handed.counts.get_mut(&c).unwrap() += length;
            continue;
        }
        let field = paper.kind().and_then(|kind| path.field(kind));
        let text = handed.text(chars, longest(field));
        filling.values.insert(name, text);
    }
}

/// Gives headings and headers a character of their own, and notes where the columns of lists are.
fn mark(handed: &mut Handed, chars: &mut Chars) {
    let Document { blocks, page, .. } = &mut handed.document;
    let (left, width) = match (page.landscape, page.half) {
        (true, _) => (20.0, 257.0),
        (_, true) => (16.0, 122.0),
        _ => (25.0, 165.0),
    };
    for block in blocks {
        let Block::Table(table) = block else { continue };
        let total: f64 = table.columns.iter().map(|column| column.width).sum();
        if let Some(first) = table.header.first_mut() {
            let c = chars.next();
            first.last_mut().unwrap().text = c.to_string();
            let mut rows = Vec::new();
            for row in &table.rows {
                let mut at = left;
                for (column, cell) in table.columns.iter().zip(row) {
                    let end = at + width * column.width / total;
                    if let Some(c) = cell.text.chars().next().filter(|c| !c.is_ascii()) {
                        handed.columns.insert(c, (at, end));
                        rows.push(c);
                    }
                    at = end;
                }
            }
            handed.lists.push((c, rows));
        }
        for place in 1..table.rows.len() {
            let heading = table.rows[place - 1].len() == 1 && table.rows[place - 1][0].label;
            if heading && table.rows[place].iter().all(|cell| cell.text.chars().count() < 200) {
                let (above, below) = (chars.next(), chars.next());
                table.rows[place - 1][0].text = above.to_string();
                table.rows[place][0].text = below.to_string();
                handed.headings.push((above, below));
            }
        }
    }
}

/// What is wrong with a rendered paper, each in a sentence.
struct Measured<'a> {
    handed: &'a Handed,
    words: Vec<Word>,
    /// Of each character how often it stands where.
    found: BTreeMap<char, BTreeMap<usize, usize>>,
    name: String,
    wrong: Vec<String>,
}

impl Measured<'_> {
    fn of(handed: &Handed, paper: &Paper, page: &Rendered, name: String) -> Vec<String> {
        let words = page.words();
        let mut found: BTreeMap<char, BTreeMap<usize, usize>> = BTreeMap::new();
        for word in &words {
            for c in word.text.chars() {
                *found.entry(c).or_default().entry(word.page).or_default() += 1;
            }
        }
        let mut measured = Measured { handed, words, found, name, wrong: Vec::new() };
        measured.nothing_is_lost();
        measured.nothing_leaves_its_cell();
        measured.nothing_leaves_its_page(type_area(paper));
        measured.headers_are_repeated();
        measured.headings_stay_with_what_is_below();
        measured.signed_below_the_form(paper);
        measured.counts_its_pages(paper, page.pages());
        measured.wrong
    }

    fn say(&mut self, what: String) {
        self.wrong.push(format!("{}: {what}", self.name));
    }

    /// The pages where a character stands.
    fn pages_of(&self, c: char) -> BTreeSet<usize> {
        self.found.get(&c).map(|pages| pages.keys().copied().collect()).unwrap_or_default()
    }

    fn nothing_is_lost(&mut self) {
        for (c, count) in &self.handed.counts {
            let found = self.found.get(c).map(|pages| pages.values().sum::<usize>()).unwrap_or_default();
            if found != *count {
                self.say(format!("{found} of {count} {c}"));
            }
        }
    }

    fn nothing_leaves_its_cell(&mut self) {
        for Word { text, left, right, .. } in self.words.clone() {
            let column = text.chars().find_map(|c| self.handed.columns.get(&c));
            if let Some((from, to)) = column.filter(|(from, to)| left < from - 0.2 || right > to + 0.2) {
                self.say(format!("{text} from {left:.1} to {right:.1} in {from:.1} to {to:.1}"));
            }
        }
    }

    fn nothing_leaves_its_page(&mut self, [_, top, _, bottom]: [f64; 4]) {
        let handed = |text: &str| text.chars().any(|c| self.handed.counts.contains_key(&c));
        let out = |word: &&Word| handed(&word.text) && (word.top < top - 2.0 || word.bottom > bottom + 2.0);
        if let Some(word) = self.words.iter().find(out).cloned() {
            self.say(format!("{} at {:.1} of page {}", word.text, word.top, word.page));
        }
    }

    fn headers_are_repeated(&mut self) {
        for (header, rows) in &self.handed.lists {
            let pages: BTreeSet<usize> = rows.iter().flat_map(|c| self.pages_of(*c)).collect();
            let headed = self.pages_of(*header);
            if headed != pages && !rows.is_empty() {
                self.say(format!("rows on pages {pages:?}, their header on {headed:?}"));
            }
        }
    }

    fn headings_stay_with_what_is_below(&mut self) {
        for (above, below) in &self.handed.headings {
            let (above, below) = (self.pages_of(*above), self.pages_of(*below));
            if above != below {
                self.say(format!("a heading on {above:?}, what it heads on {below:?}"));
            }
        }
    }

    /// The spaces to sign stand on one page, below something that is signed.
    fn signed_below_the_form(&mut self, paper: &Paper) {
        let mut places: Vec<(usize, f64)> = Vec::new();
        for space in &paper.signatures {
            let own = |word: &&Word| close(&word.text).starts_with(&format!("{}：", space.label));
            match self.words.iter().rfind(own) {
                Some(word) => places.push((word.page, word.top)),
                None => self.say(format!("no space for {}", space.label)),
            }
        }
        if places.windows(2).any(|pair| pair[0].0 != pair[1].0) {
            self.say(format!("spaces to sign on several pages: {places:?}"));
        }
        if places.first().is_some_and(|(_, top)| *top < type_area(paper)[1] + 8.0) {
            self.say("spaces to sign alone on their page".to_owned());
        }
    }

    fn counts_its_pages(&mut self, paper: &Paper, pages: usize) {
        let text = close(&self.words.iter().map(|word| word.text.as_str()).collect::<String>());
        for page in 1..=pages {
            if !text.contains(&page_number(paper, page, pages)) {
                self.say(format!("does not say page {page} of {pages}"));
            }
        }
    }
}

#[test]
fn every_form_filled_to_the_extreme_keeps_everything_in_its_place() {
    let all: Vec<Handed> = papers().iter().map(filled).collect();
    let (mut files, mut wrong) = (Vec::new(), Vec::new());
    for (paper, handed) in papers().iter().zip(&all) {
        let name = &paper.name;
        let written = pdf(&handed.document).unwrap();
        show(&format!("extreme-{name}.pdf"), &written.bytes);
        assert!(written.missing_glyphs.is_empty(), "{name}: {:?}", written.missing_glyphs);
        let word = docx(&handed.document).unwrap().bytes;
        show(&format!("extreme-{name}.docx"), &word);
        files.push(word);
        wrong.extend(Measured::of(handed, paper, &keep(&written.bytes), name.clone()));
    }
    for ((paper, handed), page) in papers().iter().zip(&all).zip(office_all(&files)) {
        show(&format!("extreme-{}-docx.pdf", paper.name), &std::fs::read(&page.path).unwrap());
        wrong.extend(Measured::of(handed, paper, &page, format!("{} in Word", paper.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_blank_form_has_its_signatures_below_something_and_its_headings_above_something() {
    let blank = |paper: &Paper| {
        let station = "浏阳市大瑶镇社会工作服务站".into();
        let document = form(paper, &Filling { blank: true, station, ..Filling::default() });
        let mut handed = Handed {
            document,
            counts: BTreeMap::new(),
            columns: BTreeMap::new(),
            lists: Vec::new(),
            headings: Vec::new(),
        };
        mark(&mut handed, &mut Chars(0x5000));
        handed
    };
    let all: Vec<Handed> = papers().iter().map(blank).collect();
    let files: Vec<Vec<u8>> = all.iter().map(|handed| docx(&handed.document).unwrap().bytes).collect();
    let mut wrong = Vec::new();
    for ((paper, handed), word) in papers().iter().zip(&all).zip(office_all(&files)) {
        let printed = keep(&pdf(&handed.document).unwrap().bytes);
        for (page, name) in [(printed, paper.name.clone()), (word, format!("{} in Word", paper.name))] {
            wrong.extend(Measured::of(handed, paper, &page, name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sum_that_is_not_worked_out_leaves_no_empty_table() {
    let survey = form(paper("means_survey").unwrap(), &Filling { blank: true, ..Filling::default() });
    let empty = |block: &Block| matches!(block, Block::Table(table) if table.rows.is_empty());
    assert!(!survey.blocks.iter().any(empty));
}
