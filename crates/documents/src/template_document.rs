//! A Word document of somebody else as a form: its placeholders (`{{本月走访}}`), and the same with words in their place. Word tears what was typed
//! into pieces (runs); a placeholder that is torn is found over them, and its words take the style of where it begins. Nothing else is touched.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::package_reader::Package;
use crate::template_error::TemplateError;

/// The placeholders of a document, in the order in which they stand, each once.
pub fn placeholders(bytes: &[u8]) -> Result<Vec<String>, TemplateError> {
    let mut found: Vec<String> = Vec::new();
    each_part(bytes, |xml| {
        rewritten(xml, |name| {
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
            None
        })
    })?;
    Ok(found)
}

/// The document with these words for its placeholders; one that nobody names stays as it is.
pub fn fill_document(bytes: &[u8], words: &BTreeMap<String, String>) -> Result<Vec<u8>, TemplateError> {
    each_part(bytes, |xml| rewritten(xml, |name| words.get(name).cloned()))
}

/// Whether these bytes are a Word document.
pub fn is_document(bytes: &[u8]) -> bool {
    let package = ZipArchive::new(Cursor::new(bytes));
    package.is_ok_and(|package| package.index_for_name("word/document.xml").is_some())
}

/// The package with its body, headers and footers rewritten.
fn each_part(
    bytes: &[u8],
    mut rewrite: impl FnMut(&str) -> Result<String, TemplateError>,
) -> Result<Vec<u8>, TemplateError> {
    if !bytes.starts_with(b"PK") {
        crate::table_reader::read_table(bytes)?;
        return Err(TemplateError::NotATemplate);
    }
    // Refuses what unpacks to more than a PC can hold.
    Package::open(bytes)?;
    if !is_document(bytes) {
        return Err(TemplateError::NotATemplate);
    }
    let damaged = |_| TemplateError::Damaged;
    let mut from = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for place in 0..from.len() {
        let name = from.by_index_raw(place).map_err(damaged)?.name().to_owned();
        let holds_text = ["word/document", "word/header", "word/footer"].iter().any(|part| name.starts_with(part));
        if !(holds_text && name.ends_with(".xml")) {
            to.raw_copy_file(from.by_index_raw(place).map_err(damaged)?).map_err(damaged)?;
            continue;
        }
        let mut xml = String::new();
        from.by_index(place).map_err(damaged)?.read_to_string(&mut xml).map_err(|_| TemplateError::Damaged)?;
        let xml = rewrite(&xml)?;
        to.start_file(name, options).map_err(damaged)?;
        to.write_all(xml.as_bytes()).map_err(|_| TemplateError::Damaged)?;
    }
    Ok(to.finish().map_err(damaged)?.into_inner())
}

/// A piece of text: where its tag and its words stand among the events.
struct Piece {
    tag: usize,
    text: String,
    at: Vec<usize>,
}

/// The XML with placeholders replaced, paragraph by paragraph; a paragraph within another (a text box) is one of its own.
fn rewritten(xml: &str, mut word: impl FnMut(&str) -> Option<String>) -> Result<String, TemplateError> {
    let mut reader = Reader::from_str(xml);
    let mut events: Vec<Event<'static>> = Vec::new();
    let mut paragraphs: Vec<Vec<Piece>> = Vec::new();
    let mut in_text = false;
    loop {
        let event = reader.read_event().map_err(|_| TemplateError::Damaged)?.into_owned();
        let place = events.len();
        match &event {
            Event::Start(tag) if tag.name().as_ref() == "w:p" => paragraphs.push(Vec::new()),
            Event::End(tag) if tag.name().as_ref() == "w:p" => {
                events.push(event);
                if let Some(pieces) = paragraphs.pop() {
                    replace(&mut events, pieces, &mut word);
                }
                continue;
            }
            Event::Start(tag) if tag.name().as_ref() == "w:t" => {
                in_text = true;
                if let Some(pieces) = paragraphs.last_mut() {
                    pieces.push(Piece { tag: place, text: String::new(), at: Vec::new() });
                }
            }
            Event::End(tag) if tag.name().as_ref() == "w:t" => in_text = false,
            Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) if in_text => {
                if let Some(piece) = paragraphs.last_mut().and_then(|pieces| pieces.last_mut()) {
                    piece.text += &said(&event);
                    piece.at.push(place);
                }
            }
            Event::Eof => break,
            _ => {}
        }
        events.push(event);
    }
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event).map_err(|_| TemplateError::Damaged)?;
    }
    String::from_utf8(writer.into_inner()).map_err(|_| TemplateError::Damaged)
}

/// The words of an event of text: `&amp;` is one of its own.
fn said(event: &Event) -> String {
    match event {
        Event::Text(text) => text.as_ref().to_owned(),
        Event::CData(text) => text.as_ref().to_owned(),
        Event::GeneralRef(name) => match name.as_ref() {
            "amp" => "&".to_owned(),
            "lt" => "<".to_owned(),
            "gt" => ">".to_owned(),
            "quot" => "\"".to_owned(),
            "apos" => "'".to_owned(),
            other => format!("&{other};"),
        },
        _ => String::new(),
    }
}

fn replace(events: &mut [Event<'static>], mut pieces: Vec<Piece>, word: &mut impl FnMut(&str) -> Option<String>) {
    let mut from = 0;
    loop {
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let Some(start) = whole.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) else { break };
        let Some(end) = whole[start..].find("}}").map(|at| start + at + 2) else { break };
        let name = whole[start + 2..end - 2].trim().to_owned();
        match word(&name) {
            Some(words) => {
                put(events, &mut pieces, (start, end), &words);
                from = start + words.len();
            }
            None => from = end,
        }
    }
}

/// Puts words into the piece where the span begins, and takes the rest of it out of the others.
fn put(events: &mut [Event<'static>], pieces: &mut [Piece], (start, end): (usize, usize), words: &str) {
    let (mut at, mut said) = (0, Some(words));
    for piece in pieces {
        let (first, last) = (at, at + piece.text.len());
        at = last;
        let (cut_from, cut_to) = (start.max(first), end.min(last));
        if cut_from >= cut_to {
            continue;
        }
        piece.text.replace_range(cut_from - first..cut_to - first, said.take().unwrap_or_default());
        for (which, place) in piece.at.iter().enumerate() {
            let text = if which == 0 { piece.text.as_str() } else { "" };
            events[*place] = Event::Text(BytesText::new(text).into_owned());
        }
        events[piece.tag] = Event::Start(BytesStart::new("w:t").with_attributes([("xml:space", "preserve")]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(xml: &str) -> String {
        let words = BTreeMap::from([("本月走访", "45 人次"), ("站名", "A&B 站")]);
        rewritten(xml, |name| words.get(name).map(|words| (*words).to_owned())).expect("readable")
    }

    fn run(text: &str) -> String {
        format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
    }

    fn paragraph(runs: &[&str]) -> String {
        format!("<w:document><w:p>{}</w:p></w:document>", runs.iter().map(|text| run(text)).collect::<String>())
    }

    fn text_of(xml: &str) -> String {
        xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
    }

    #[test]
    fn a_placeholder_is_replaced_and_its_style_stays() {
        let xml = filled(&paragraph(&["本月走访{{本月走访}}。"]));
        assert_eq!(text_of(&xml), "本月走访45 人次。");
        assert!(xml.contains("<w:rPr><w:b/></w:rPr>"));
    }

    #[test]
    fn a_placeholder_torn_over_several_runs_is_found() {
        let xml = filled(&paragraph(&["走访 {", "{本", "月走", "访}", "} 次，", "完"]));
        assert_eq!(text_of(&xml), "走访 45 人次 次，完");
        let runs = xml.matches("<w:r>").count();
        assert_eq!(runs, 6, "the runs are still there, some of them empty");
    }

    #[test]
    fn what_is_not_named_stays_and_words_are_escaped() {
        let xml = filled(&paragraph(&["{{没有的}}与{{ 站名 }}", "{{未完"]));
        assert_eq!(text_of(&xml), "{{没有的}}与A&amp;B 站{{未完");
    }

    #[test]
    fn an_ampersand_in_a_name_and_a_text_box_in_a_paragraph_are_read() {
        let xml = "<w:p><w:r><w:t>A&amp;B{{站</w:t></w:r><w:r><w:pict><w:p><w:r><w:t>{{本月走访}}</w:t></w:r></w:p></w:pict></w:r><w:r><w:t>名}}</w:t></w:r></w:p>";
        assert_eq!(text_of(&filled(xml)), "A&amp;BA&amp;B 站45 人次");
    }
}
