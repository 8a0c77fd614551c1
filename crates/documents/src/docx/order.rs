//! The order that the schema of Word prescribes for properties, which docx-rs does not keep and strict readers want.

use quick_xml::Reader;
use quick_xml::events::Event;

const PARAGRAPH: [&str; 14] = [
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pageBreakBefore",
    "w:widowControl",
    "w:numPr",
    "w:pBdr",
    "w:tabs",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
];
const RUN: [&str; 8] = ["w:rStyle", "w:rFonts", "w:b", "w:color", "w:spacing", "w:sz", "w:szCs", "w:lang"];
const TABLE: [&str; 8] =
    ["w:tblStyle", "w:tblpPr", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar"];

/// The order of the children of a property element; none for any other element.
fn order_of(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "w:pPr" => Some(&PARAGRAPH),
        "w:rPr" => Some(&RUN),
        "w:tblPr" => Some(&TABLE),
        _ => None,
    }
}

/// A property element that is being read.
struct Properties {
    order: &'static [&'static str],
    /// Place in the order, and the child as it was written.
    children: Vec<(usize, String)>,
    /// Elements open below it.
    depth: usize,
}

/// The same XML with the children of all paragraph, run and table properties in schema order; the bytes of everything else are kept.
pub(super) fn in_order(xml: &str) -> quick_xml::Result<String> {
    let mut reader = Reader::from_str(xml);
    let mut written = String::with_capacity(xml.len());
    let mut open: Vec<Properties> = Vec::new();
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event()?;
        let raw = &xml[from..reader.buffer_position() as usize];
        match &event {
            Event::Eof => return Ok(written),
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name();
                if let Some(properties) = open.last_mut().filter(|properties| properties.depth == 0) {
                    let place = properties.order.iter().position(|known| *known == name.as_ref());
                    properties.children.push((place.unwrap_or(properties.order.len()), String::new()));
                }
                put(&mut written, &mut open, raw);
                if matches!(event, Event::Start(_)) {
                    open.last_mut().into_iter().for_each(|properties| properties.depth += 1);
                    if let Some(order) = order_of(name.as_ref()) {
                        open.push(Properties { order, children: Vec::new(), depth: 0 });
                    }
                }
            }
            Event::End(_) => {
                if open.last().is_some_and(|properties| properties.depth == 0)
                    && let Some(mut ended) = open.pop()
                {
                    ended.children.sort_by_key(|(place, _)| *place);
                    ended.children.iter().for_each(|(_, child)| put(&mut written, &mut open, child));
                }
                put(&mut written, &mut open, raw);
                open.last_mut().into_iter().for_each(|properties| properties.depth -= 1);
            }
            _ => put(&mut written, &mut open, raw),
        }
    }
}

/// Writes to the child that is being read, or else to the whole.
fn put(written: &mut String, open: &mut [Properties], text: &str) {
    let child = open.last_mut().and_then(|properties| properties.children.last_mut());
    child.map_or(written, |(_, child)| child).push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_come_out_in_schema_order_with_nothing_lost() {
        let xml = r#"<w:p><w:pPr><w:rPr /><w:jc w:val="left" /><w:pBdr><w:top w:sz="2" /></w:pBdr><w:keepNext /><w:pStyle w:val="A" /></w:pPr><w:r><w:rPr><w:sz w:val="2" /><w:rFonts w:hint="eastAsia" /></w:rPr><w:t>甲</w:t></w:r></w:p>"#;
        let ordered = r#"<w:p><w:pPr><w:pStyle w:val="A" /><w:keepNext /><w:pBdr><w:top w:sz="2" /></w:pBdr><w:jc w:val="left" /><w:rPr /></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia" /><w:sz w:val="2" /></w:rPr><w:t>甲</w:t></w:r></w:p>"#;
        assert_eq!(in_order(xml).expect("XML"), ordered);
    }
}
