//! What docx-rs cannot say, put right in the finished parts: repeated header rows, the section with its grid and margins
//! in schema order, our styles and font table, the title; then the package is packed again, compressed and without dates.

use std::io::{Cursor, Read, Write};

use docx_rs::XMLDocx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::order::in_order;
use crate::error::{Error, Result};
use crate::fonts;
use crate::page::{Geometry, twips};

const STYLES: &str = include_str!("../templates/styles.xml");
const SETTINGS: &str = include_str!("../templates/settings.xml");
const FONT_TABLE: &str = include_str!("../templates/fontTable.xml");

pub(super) fn finish(
    mut parts: XMLDocx,
    header_rows: &[bool],
    page: &Geometry,
    official: bool,
    title: &str,
) -> Result<Vec<u8>> {
    let document = String::from_utf8(parts.document).map_err(|_| broken("document.xml"))?;
    let document = repeat_headers(&document, header_rows)?;
    parts.document = in_order(&with_section(&document, page, official)?).into_bytes();
    for part in parts.footers.iter_mut().chain([&mut parts.numberings]) {
        *part = in_order(&String::from_utf8_lossy(part)).into_bytes();
    }
    let even = if official { "<w:evenAndOddHeaders/>" } else { "" };
    parts.settings = SETTINGS.replace("@EVEN@", even).into_bytes();
    parts.styles = styles(page, official).into_bytes();
    parts.font_table = FONT_TABLE.as_bytes().to_vec();
    parts.doc_props.core = core(title).into_bytes();
    let mut stored = Cursor::new(Vec::new());
    parts.pack(&mut stored).map_err(|error| Error::Docx(error.to_string()))?;
    compressed(stored).map_err(|error| Error::Docx(error.to_string()))
}

fn broken(part: &str) -> Error {
    Error::Docx(part.to_owned())
}

/// `w:tblHeader` into the properties of those rows that are header rows, counted through the document.
fn repeat_headers(document: &str, header_rows: &[bool]) -> Result<String> {
    let mut written = String::with_capacity(document.len() + 1024);
    let mut rest = document;
    for header in header_rows {
        let start = rest.find("<w:trPr").ok_or_else(|| broken("w:trPr"))?;
        let end = start + rest[start..].find('>').ok_or_else(|| broken("w:trPr"))? + 1;
        let tag = &rest[start..end];
        written.push_str(&rest[..start]);
        match (header, tag.ends_with("/>")) {
            (true, true) => written.push_str("<w:trPr><w:tblHeader/></w:trPr>"),
            (true, false) => written.push_str("<w:trPr><w:tblHeader/>"),
            (false, _) => written.push_str(tag),
        }
        rest = &rest[end..];
    }
    written.push_str(rest);
    Ok(written)
}

fn with_section(document: &str, page: &Geometry, official: bool) -> Result<String> {
    let start = document.rfind("<w:sectPr").ok_or_else(|| broken("w:sectPr"))?;
    let old = &document[start..];
    let end = start + old.find("</w:sectPr>").ok_or_else(|| broken("w:sectPr"))? + "</w:sectPr>".len();
    let references: String =
        old.split_inclusive("/>").filter_map(|part| part.find("<w:footerReference").map(|at| &part[at..])).collect();
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
        r#"<w:sectPr>{references}<w:pgSz w:w="{}" w:h="{}"{orient}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="851" w:footer="{}" w:gutter="0"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr>"#,
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

fn styles(page: &Geometry, official: bool) -> String {
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
        .replace("@FOOTER@", if official { "28" } else { "21" })
        .replace("@LINE@", &line.to_string())
        // Forms begin higher: a sheet to sign is worth the room.
        .replace("@BELOW@", &if official { line.to_string() } else { "220".to_owned() })
        .replace("@TITLELINE@", if official { "700" } else { "640" })
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
        to.start_file(part.name(), options)?;
        to.write_all(&bytes)?;
    }
    Ok(to.finish()?.into_inner())
}
