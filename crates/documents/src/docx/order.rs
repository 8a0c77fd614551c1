//! The order that the schema of Word prescribes for properties, which docx-rs does not keep and strict readers want.

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

/// The same XML with the children of all paragraph, run and table properties in schema order.
pub(super) fn in_order(xml: &str) -> String {
    let runs = sorted(xml, "w:rPr", &RUN);
    let tables = sorted(&runs, "w:tblPr", &TABLE);
    sorted(&tables, "w:pPr", &PARAGRAPH)
}

fn sorted(xml: &str, parent: &str, order: &[&str]) -> String {
    let (open, close) = (format!("<{parent}>"), format!("</{parent}>"));
    let mut written = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(start) = rest.find(&open) {
        let inside = start + open.len();
        let Some(length) = rest[inside..].find(&close) else {
            break;
        };
        let mut children = children(&rest[inside..inside + length]);
        children.sort_by_key(|child| order.iter().position(|name| *name == tag(child)).unwrap_or(order.len()));
        written.push_str(&rest[..inside]);
        children.iter().for_each(|child| written.push_str(child));
        written.push_str(&close);
        rest = &rest[inside + length + close.len()..];
    }
    written.push_str(rest);
    written
}

fn tag(element: &str) -> &str {
    element.trim_start_matches('<').split([' ', '>', '/']).next().unwrap_or_default()
}

/// The elements that stand side by side in a piece of XML.
fn children(xml: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some(end) = rest.find('>') {
        let first = &rest[..=end];
        let close = format!("</{}>", tag(first));
        let length =
            if first.ends_with("/>") { end + 1 } else { rest.find(&close).map_or(rest.len(), |at| at + close.len()) };
        found.push(&rest[..length]);
        rest = &rest[length..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_come_out_in_schema_order_with_nothing_lost() {
        let xml = r#"<w:p><w:pPr><w:rPr /><w:jc w:val="left" /><w:pBdr><w:top w:sz="2" /></w:pBdr><w:keepNext /><w:pStyle w:val="A" /></w:pPr><w:r><w:rPr><w:sz w:val="2" /><w:rFonts w:hint="eastAsia" /></w:rPr><w:t>甲</w:t></w:r></w:p>"#;
        let ordered = r#"<w:p><w:pPr><w:pStyle w:val="A" /><w:keepNext /><w:pBdr><w:top w:sz="2" /></w:pBdr><w:jc w:val="left" /><w:rPr /></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia" /><w:sz w:val="2" /></w:rPr><w:t>甲</w:t></w:r></w:p>"#;
        assert_eq!(in_order(xml), ordered);
    }
}
