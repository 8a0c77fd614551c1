//! The package of an xlsx and what calamine does not tell of its sheets: hidden rows and columns, formulas that nobody has
//! computed. XML is read by quick-xml, whatever prefix its names carry; names with backslashes are names with slashes.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::table_error::{MOST_COLUMNS, TableError};

/// What a package may come to when unpacked.
const MOST_UNPACKED: u64 = 600 << 20;

/// What its XML may come to: a ledger of a hundred thousand rows is below.
const MOST_XML: u64 = 300 << 20;

/// How many texts the beginning of their part says there are.
fn texts_claimed(beginning: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(beginning);
    let after = text.split("uniqueCount=").nth(1).unwrap_or_default();
    let digits: String = after.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}

/// An opened package.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Place by name, in small letters and with slashes.
    places: HashMap<String, usize>,
}

/// What the XML of a sheet says beside its values; rows and columns count from 0.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Marks {
    pub(crate) hidden_rows: Vec<usize>,
    pub(crate) hidden_columns: Vec<usize>,
    /// Formulas whose result is not in the file: what wrote it computed nothing.
    pub(crate) uncomputed: Vec<(usize, usize)>,
}

impl Package<'_> {
    /// Opens a package that does not unpack to more than a PC can hold.
    pub(crate) fn open(bytes: &[u8]) -> Result<Package<'_>, TableError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
        let mut unpacked = 0;
        let mut places = HashMap::new();
        for place in 0..zip.len() {
            let file = zip.by_index_raw(place).map_err(|_| TableError::Damaged)?;
            unpacked += file.size();
            places.insert(same_name(file.name()), place);
        }
        if unpacked > MOST_UNPACKED {
            return Err(TableError::TooLarge);
        }
        let mut package = Package { zip, places };
        package.check_claims()?;
        Ok(package)
    }

    /// What a package says of its parts is not taken up: each is unpacked once, to nowhere, and may not come to more than it says; and there are
    /// no more texts than their part can hold.
    fn check_claims(&mut self) -> Result<(), TableError> {
        let mut xml = 0;
        for place in 0..self.zip.len() {
            let Ok(file) = self.zip.by_index(place) else { continue };
            let (name, said) = (same_name(file.name()), file.size());
            if !name.ends_with(".xml") && !name.ends_with(".rels") {
                continue;
            }
            xml += said;
            if xml > MOST_XML {
                return Err(TableError::TooLarge);
            }
            let mut file = file.take(said + 1);
            let mut beginning = Vec::new();
            let read = file.by_ref().take(4096).read_to_end(&mut beginning).map_err(|_| TableError::Damaged)? as u64;
            let rest = std::io::copy(&mut file, &mut std::io::sink()).map_err(|_| TableError::Damaged)?;
            if read + rest > said || (name.ends_with("sharedstrings.xml") && texts_claimed(&beginning) > said) {
                return Err(TableError::Damaged);
            }
        }
        Ok(())
    }

    /// Whether it holds a workbook.
    pub(crate) fn is_workbook(&self) -> bool {
        self.places.contains_key("xl/workbook.xml")
    }

    /// The parts of the sheets in the order of their tabs; empty where the workbook's own XML does not say.
    pub(crate) fn sheets(&mut self) -> Vec<String> {
        let mut targets = HashMap::new();
        self.each("xl/_rels/workbook.xml.rels", |tag| {
            if tag.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
            {
                targets.insert(id, target);
            }
        });
        let mut sheets = Vec::new();
        self.each("xl/workbook.xml", |tag| {
            if tag.local_name().as_ref() == "sheet" {
                let target = attribute(tag, "id").and_then(|id| targets.get(&id)).cloned().unwrap_or_default();
                sheets.push(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned));
            }
        });
        sheets
    }

    /// What a sheet says beside its values; what cannot be read says nothing.
    pub(crate) fn marks(&mut self, part: &str) -> Marks {
        let mut marks = Marks::default();
        if let Some(xml) = self.part(part) {
            read_marks(xml, &mut marks);
        }
        marks
    }

    fn each(&mut self, part: &str, mut see: impl FnMut(&BytesStart)) {
        let Some(mut xml) = self.part(part) else { return };
        let mut held = Vec::new();
        while let Ok(event) = xml.read_event_into(&mut held) {
            match event {
                Event::Start(tag) | Event::Empty(tag) => see(&tag),
                Event::Eof => return,
                _ => {}
            }
            held.clear();
        }
    }

    fn part(&mut self, name: &str) -> Option<Reader<impl BufRead + '_>> {
        let place = *self.places.get(&same_name(name))?;
        let file = self.zip.by_index(place).ok()?;
        Some(Reader::from_reader(BufReader::new(file.take(MOST_UNPACKED))))
    }
}

fn same_name(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// An attribute by its local name.
fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    at: (usize, usize),
    formula: bool,
    /// An empty text is a result too: Excel says then that it is one.
    result: bool,
}

fn read_marks(mut xml: Reader<impl BufRead>, marks: &mut Marks) {
    let (mut held, mut row, mut cell, mut in_value) = (Vec::new(), 0, Cell::default(), false);
    while let Ok(event) = xml.read_event_into(&mut held) {
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => {
                    row = number(tag, "r").unwrap_or(row + 1);
                    cell.at = (row.saturating_sub(1), 0);
                    if is_hidden(tag) {
                        marks.hidden_rows.extend(row.checked_sub(1));
                    }
                }
                "col" if is_hidden(tag) => {
                    if let (Some(from), Some(to)) = (number(tag, "min"), number(tag, "max")) {
                        marks.hidden_columns.extend((from.max(1)..=to.min(MOST_COLUMNS)).map(|column| column - 1));
                    }
                }
                "c" => {
                    let said = attribute(tag, "r").and_then(|place| position(&place));
                    let text = attribute(tag, "t").is_some_and(|kind| kind == "str");
                    cell = Cell { at: said.unwrap_or(cell.at), formula: false, result: text };
                }
                "f" => cell.formula = true,
                "is" => cell.result = true,
                "v" => in_value = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if in_value => cell.result = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" => in_value = false,
                "c" => {
                    if cell.formula && !cell.result {
                        marks.uncomputed.push(cell.at);
                    }
                    cell.at.1 += 1;
                }
                _ => {}
            },
            Event::Eof => return,
            _ => {}
        }
        held.clear();
    }
}

fn number(tag: &BytesStart, name: &str) -> Option<usize> {
    attribute(tag, name)?.parse().ok()
}

fn is_hidden(tag: &BytesStart) -> bool {
    matches!(attribute(tag, "hidden").as_deref(), Some("1" | "true"))
}

/// `B12` as row and column.
pub(crate) fn position(place: &str) -> Option<(usize, usize)> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = place
        .bytes()
        .take(letters)
        .try_fold(0usize, |column, letter| column.checked_mul(26)?.checked_add(usize::from(letter - b'A') + 1))?;
    let row: usize = place.get(letters..)?.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_parts_and_formulas_nobody_computed_are_noticed_under_any_prefix() {
        let xml = r#"<x:worksheet xmlns:x="m"><x:cols><x:col min="2" max="3" hidden="true"/></x:cols><x:sheetData>
            <x:row r="1"><x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="B1"><x:f>A1</x:f><x:v></x:v></x:c></x:row>
            <x:row r="3" hidden = '1'><x:c r="AA3"><x:f>NOW()</x:f></x:c><x:c><x:f/></x:c>
              <x:c r="AD3" t="str"><x:f>""</x:f><x:v></x:v></x:c><x:c r="AE3"><x:v/></x:c></x:row></x:sheetData></x:worksheet>"#;
        let mut marks = Marks::default();
        read_marks(Reader::from_reader(xml.as_bytes()), &mut marks);
        let uncomputed = vec![(0, 1), (2, 26), (2, 27)];
        assert_eq!(marks, Marks { hidden_rows: vec![2], hidden_columns: vec![1, 2], uncomputed });
    }

    #[test]
    fn a_place_is_read_as_excel_writes_it() {
        assert_eq!((position("A1"), position("AB10")), (Some((0, 0)), Some((9, 27))));
        assert_eq!((position("1"), position("A0"), position("")), (None, None, None));
    }
}
