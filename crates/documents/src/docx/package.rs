//! The package of a docx, in whose parts is put right what docx-rs cannot say: repeated header rows, the section with its grid and margins
//! in schema order, our styles and font table, the title; then the package is packed again, compressed and without dates.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use docx_rs::XMLDocx;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::order::in_order;
use crate::error::{Error, Result};
use crate::fonts;
use crate::page::{Geometry, PageSetup, PageStyle, twips};

const STYLES: &str = include_str!("../templates/styles.xml");
const SETTINGS: &str = include_str!("../templates/settings.xml");
const FONT_TABLE: &str = include_str!("../templates/fontTable.xml");

pub(super) fn finish(
    mut parts: XMLDocx,
    header_rows: &[bool],
    page: &Geometry,
    setup: PageSetup,
    title: &str,
) -> Result<Vec<u8>> {
    let official = setup.style == PageStyle::Official;
    let document = String::from_utf8(parts.document).map_err(|_| broken("document.xml"))?;
    let document = repeat_headers(&document, header_rows)?;
    parts.document = ordered(&with_section(&document, page, official)?)?;
    for part in parts.footers.iter_mut().chain([&mut parts.numberings]) {
        *part = ordered(&String::from_utf8_lossy(part))?;
    }
    let even = if official { "<w:evenAndOddHeaders/>" } else { "" };
    parts.settings = SETTINGS.replace("@EVEN@", even).into_bytes();
    parts.styles = styles(page, setup).into_bytes();
    parts.font_table = FONT_TABLE.as_bytes().to_vec();
    parts.doc_props.core = core(title).into_bytes();
    let mut stored = Cursor::new(Vec::new());
    parts.pack(&mut stored).map_err(|error| Error::Docx(error.to_string()))?;
    compressed(stored).map_err(|error| Error::Docx(error.to_string()))
}

fn broken(part: &str) -> Error {
    Error::Docx(part.to_owned())
}

fn ordered(xml: &str) -> Result<Vec<u8>> {
    in_order(xml).map(String::into_bytes).map_err(|_| broken("document.xml"))
}

/// Where an element stands in a text.
struct Place {
    opening: Range<usize>,
    whole: Range<usize>,
}

/// The elements of a name in the order of their opening tags.
fn elements(document: &str, name: &str) -> Result<Vec<Place>> {
    let mut reader = Reader::from_str(document);
    let (mut found, mut open) = (Vec::new(), Vec::new());
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|_| broken(name))?;
        let range = from..reader.buffer_position() as usize;
        match event {
            Event::Eof => return Ok(found),
            Event::Empty(tag) if tag.name().as_ref() == name => {
                found.push(Place { opening: range.clone(), whole: range });
            }
            Event::Start(tag) if tag.name().as_ref() == name => {
                open.push(found.len());
                found.push(Place { opening: range.clone(), whole: range });
            }
            Event::End(tag) if tag.name().as_ref() == name => {
                open.pop().into_iter().for_each(|place| found[place].whole.end = range.end);
            }
            _ => {}
        }
    }
}

/// `w:tblHeader` into the properties of those rows that are header rows, counted through the document.
fn repeat_headers(document: &str, header_rows: &[bool]) -> Result<String> {
    let rows = elements(document, "w:trPr")?;
    if rows.len() < header_rows.len() {
        return Err(broken("w:trPr"));
    }
    let mut written = String::with_capacity(document.len() + 1024);
    let mut done = 0;
    for (row, _) in rows.into_iter().zip(header_rows).filter(|(_, header)| **header) {
        written.push_str(&document[done..row.opening.start]);
        written.push_str("<w:trPr><w:tblHeader/>");
        written.push_str(if row.opening == row.whole { "</w:trPr>" } else { "" });
        done = row.opening.end;
    }
    written.push_str(&document[done..]);
    Ok(written)
}

fn with_section(document: &str, page: &Geometry, official: bool) -> Result<String> {
    let Range { start, end } = elements(document, "w:sectPr")?.pop().ok_or_else(|| broken("w:sectPr"))?.whole;
    let old = &document[start..end];
    let references = elements(old, "w:footerReference")?;
    let references: String = references.into_iter().map(|reference| &old[reference.whole]).collect();
    // A letter has a first page of its own.
    let first = if references.contains(r#"w:type="first""#) { "<w:titlePg/>" } else { "" };
    let orient = if page.width > page.height { r#" w:orient="landscape""# } else { "" };
    // The dash of the page number stands 7 mm below the type area; Word measures from the foot of the sheet.
    let footer = if official { page.bottom - 10.2 } else { page.bottom - 10.0 };
    // Whole twips between characters: the type area grows by what 28 of them need.
    let left = twips(page.left);
    let wanted = twips(page.width) - left - twips(page.right);
    let right = twips(page.width) - left - wanted.max(character_twips(page) * page.chars as i32 + SLACK);
    // A grid of lines only: LibreOffice gives a character wider than its cell two cells, and 三号 is wider than 156 mm ÷ 28.
    // The 28 characters come from the spacing in the style, the same in every program.
    let pitch = (page.text_height() * 20.0 / f64::from(page.lines)).floor();
    let section = format!(
        r#"<w:sectPr>{references}<w:pgSz w:w="{}" w:h="{}"{orient}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="851" w:footer="{}" w:gutter="0"/><w:cols w:space="425"/>{first}<w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr>"#,
        twips(page.width),
        twips(page.height),
        twips(page.top),
        right,
        twips(page.bottom),
        left,
        twips(footer),
    );
    Ok([&document[..start], &section, &document[end..]].concat())
}

/// What programs lose in rounding lengths to other units, in twips.
const SLACK: i32 = 8;

/// From one character to the next, in the whole twips that Word knows.
fn character_twips(page: &Geometry) -> i32 {
    (page.char_pitch() * 20.0).round() as i32
}

fn styles(page: &Geometry, setup: PageSetup) -> String {
    let (official, tight) = (setup.style == PageStyle::Official, setup.compact || setup.half);
    let line = (page.text_height() * 20.0 / f64::from(page.lines)).floor();
    let half_points = |size: f64| format!("{}", (size * 2.0).round());
    // Where 小标宋 is not installed Word would set titles in plain 宋体: say bold 宋体 then.
    let has_title_font = fonts::roles().title[0].starts_with(['F', '方']);
    let (title, bold) = if has_title_font { ("方正小标宋简体", "") } else { ("宋体", "<w:b/>") };
    STYLES
        .replace("@TITLE@", title)
        .replace("@BOLD@", bold)
        .replace("@SIZE@", &half_points(page.size))
        .replace("@SMALL@", &half_points(page.small))
        .replace("@IMPRINT@", if official { "28" } else { "21" })
        .replace("@SMALLGAP@", if tight { "20" } else { "50" })
        .replace("@SMALLLINE@", &if tight { (page.small * 26.0).round().to_string() } else { "240".to_owned() })
        .replace("@SMALLRULE@", if tight { "exact" } else { "auto" })
        .replace("@FOOTER@", if official { "28" } else { "21" })
        .replace("@LINE@", &line.to_string())
        // Forms begin higher: a sheet to sign is worth the room.
        .replace(
            "@BELOW@",
            &if official {
                line.to_string()
            } else if tight {
                "100".to_owned()
            } else {
                "220".to_owned()
            },
        )
        .replace("@TITLESIZE@", if tight { "32" } else { "44" })
        .replace(
            "@TITLELINE@",
            if official {
                "700"
            } else if tight {
                "440"
            } else {
                "640"
            },
        )
        .replace("@SPACING@", &(character_twips(page) - (page.size * 20.0) as i32).to_string())
        .replace("@INDENT@", &(character_twips(page) * 2).to_string())
}

fn core(title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>禾站</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"#
    )
}

fn compressed(stored: Cursor<Vec<u8>>) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = ZipArchive::new(stored)?;
    let photos = photos(&mut from)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for index in 0..from.len() {
        let mut part = from.by_index(index)?;
        if part.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        let name = match part.name() {
            name if photos.iter().any(|photo| name == format!("word/media/{photo}.png")) => {
                name.replace(".png", ".jpg")
            }
            name => name.to_owned(),
        };
        if name == "[Content_Types].xml" || name.ends_with(".rels") {
            bytes = called_jpeg(&String::from_utf8_lossy(&bytes), &photos).into_bytes();
        }
        to.start_file(name, options)?;
        to.write_all(&bytes)?;
    }
    Ok(to.finish()?.into_inner())
}

/// Names of the pictures that are photos: docx-rs calls every picture a PNG.
fn photos(package: &mut ZipArchive<Cursor<Vec<u8>>>) -> zip::result::ZipResult<Vec<String>> {
    let mut found = Vec::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index)?;
        let Some(name) = part.name().strip_prefix("word/media/").and_then(|name| name.strip_suffix(".png")) else {
            continue;
        };
        let name = name.to_owned();
        let mut first = [0; 2];
        if part.read_exact(&mut first).is_ok() && first == [0xff, 0xd8] {
            found.push(name);
        }
    }
    Ok(found)
}

/// References to photos and the type of their files.
fn called_jpeg(part: &str, photos: &[String]) -> String {
    let part = photos.iter().fold(part.to_owned(), |part, photo| {
        part.replace(&format!("media/{photo}.png"), &format!("media/{photo}.jpg"))
    });
    let known = photos.is_empty() || part.contains(r#"Extension="jpg""#);
    if known {
        part
    } else {
        part.replacen("<Default ", r#"<Default Extension="jpg" ContentType="image/jpeg"/><Default "#, 1)
    }
}
