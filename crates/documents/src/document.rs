//! The content model: what a document says, without saying how a writer draws it.
//! Texts are plain: a line feed begins a new paragraph (in a cell, a new line); nothing in them is ever read as markup.

use domain::picture::Picture;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::fitting;
use crate::page::{Geometry, PageSetup};

/// One paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Which page.
    pub page: PageSetup,
    /// 报头, only for briefs.
    pub masthead: Option<Masthead>,
    /// Sender of a letter (信函格式), above all.
    #[serde(default)]
    pub letterhead: Option<Letterhead>,
    /// The body from top to bottom.
    pub blocks: Vec<Block>,
    /// 报尾, only for briefs; stands at the foot of the last page.
    pub imprint: Option<Imprint>,
    /// Photos that blocks show by their place here: JPEG, upright.
    #[serde(skip)]
    pub photos: Vec<Photo>,
}

/// A photo.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Photo {
    /// The file, JPEG.
    pub jpeg: Vec<u8>,
    /// Width and height in pixels.
    pub pixels: (u32, u32),
}

impl Photo {
    /// Width and height on paper, in millimetres: as large as fits half a page.
    pub(crate) fn size(&self) -> (f64, f64) {
        self.within(PHOTO)
    }

    /// The same of a photo beside another.
    pub(crate) fn small_size(&self) -> (f64, f64) {
        self.within(SMALL_PHOTO)
    }

    fn within(&self, room: (f64, f64)) -> (f64, f64) {
        let (width, height) = (f64::from(self.pixels.0.max(1)), f64::from(self.pixels.1.max(1)));
        let scale = (room.0 / width).min(room.1 / height);
        (width * scale, height * scale)
    }
}

/// Most room of a photo, in millimetres: two stand on a page with their captions.
const PHOTO: (f64, f64) = (120.0, 84.0);
/// Most room of a small one: six stand on a page with their captions, two to a row.
const SMALL_PHOTO: (f64, f64) = (78.0, 58.0);

/// 报头: red title, issue, organisation and date above a red rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Masthead {
    /// 简报名称.
    pub title: String,
    /// "第 11 期".
    pub issue: String,
    /// "总第 23 期"; empty for none.
    pub total_issue: String,
    /// 编发单位.
    pub organisation: String,
    /// 印发日期 in full, "2026年11月30日".
    pub date: String,
}

/// Head of a letter: the sender in red above a double rule, its number below at the right; another rule stands at the foot of the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Letterhead {
    /// 发文机关标志.
    pub organisation: String,
    /// 发文字号; empty for none.
    pub number: String,
}

/// 报尾. Empty members are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Imprint {
    /// 报.
    pub report_to: String,
    /// 送.
    pub send_to: String,
    /// 发.
    #[serde(default)]
    pub issue_to: String,
    /// 共印份数; 0 leaves the line out.
    pub copies: u32,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// 标题: 二号小标宋, centred.
    Title {
        /// The title.
        text: String,
    },
    /// 题注, centred below the title.
    Subtitle {
        /// The text.
        text: String,
    },
    /// 主送机关, from the left margin.
    Addressee {
        /// The text with its colon.
        text: String,
    },
    /// 署名 and 成文日期 below two empty lines, with room for a seal over both.
    Signed {
        /// Who.
        organisation: String,
        /// The date in full.
        date: String,
    },
    /// A line as large as the page is wide, for a sign maker.
    Large {
        /// The text.
        text: String,
    },
    /// A numbered heading; the number is part of the text. 1: 一、黑体; 2: （一）楷体; 3 and 4: 仿宋.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The heading with its number.
        text: String,
    },
    /// Body text, first line indented by two characters.
    Paragraph {
        /// The text.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Figure(Chart),
    /// A picture in millimetres, such as a family picture.
    Picture {
        /// What is drawn.
        picture: Picture,
        /// Below the picture; empty for none.
        title: String,
    },
    /// A photo in the middle of the line, with its caption.
    Photo {
        /// Place in `Document::photos`.
        photo: usize,
        /// Below the photo; empty for none.
        caption: String,
    },
    /// Small photos, two to a row, each above its caption.
    SmallPhotos {
        /// In this order.
        photos: Vec<SmallPhoto>,
    },
    /// A small line with words at both ends, such as number and date above a form.
    Line {
        /// At the left.
        left: String,
        /// At the right.
        right: String,
    },
    /// A place that a cell can give the page number of.
    Anchor {
        /// Its name.
        name: String,
    },
    /// Spaces to sign, seal and press a finger, two to a row; never split over pages.
    Signatures {
        /// The spaces.
        spaces: Vec<SignatureSpace>,
    },
    /// What follows begins a new page.
    PageBreak,
    /// A small remark, such as 注：…
    Note {
        /// The remark.
        text: String,
    },
}

/// A photo beside another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SmallPhoto {
    /// Place in `Document::photos`.
    pub photo: usize,
    /// Below the photo; empty for none.
    pub caption: String,
}

impl Block {
    /// A title.
    pub fn title(text: impl Into<String>) -> Block {
        Block::Title { text: text.into() }
    }
    /// A heading of a level.
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, text: text.into() }
    }
    /// Body text.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { text: text.into() }
    }
    /// A remark.
    pub fn note(text: impl Into<String>) -> Block {
        Block::Note { text: text.into() }
    }
}

/// A table. The header rows are repeated on every page that the table reaches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// "表1 本月数据一览", above the table; empty for none.
    pub caption: String,
    /// The columns from left to right.
    pub columns: Vec<TableColumn>,
    /// Header rows.
    pub header: Vec<Vec<Cell>>,
    /// The rows. A row with fewer cells than columns is filled up with empty ones.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its share of the width of the page.
    pub width: f64,
    /// Where its text stands in rows that are not header rows.
    pub align: Align,
}

/// Where text stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    #[default]
    Center,
    /// At the right.
    Right,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How many columns it covers.
    pub span: u32,
    /// A label inside the rows, set like a header.
    pub label: bool,
    /// Where its text stands, when not where its column says.
    pub align: Option<Align>,
    /// Least height of its row in millimetres, for room to write on; 0 for none.
    pub high: f64,
    /// Shows the page of this anchor instead of its text; empty for none. Word shows nothing there.
    pub page_of: String,
}

impl Cell {
    /// A cell over several columns.
    pub fn wide(text: impl Into<String>, span: u32) -> Cell {
        let text = text.into();
        Cell { text, span: span.max(1), label: false, align: None, high: 0.0, page_of: String::new() }
    }
    /// A label inside the rows, as in a form.
    pub fn label(text: impl Into<String>) -> Cell {
        Cell { label: true, ..Cell::wide(text, 1) }
    }
    /// The number of the page where an anchor stands.
    pub fn page_of(anchor: impl Into<String>) -> Cell {
        Cell { page_of: anchor.into(), ..Cell::wide("", 1) }
    }
    /// Its text at this side.
    pub fn at(self, align: Align) -> Cell {
        Cell { align: Some(align), ..self }
    }
    /// Its row at least so many millimetres high.
    pub fn high(self, millimetres: f64) -> Cell {
        Cell { high: millimetres, ..self }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::wide(text, 1)
    }
}

/// A chart: drawn once, by the template, for both writers. Values are printed, so that it reads in black and white.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// "图1 近12个月服务人次", below the chart.
    pub title: String,
    /// Names along the axis, or of the parts of a ring.
    pub categories: Vec<String>,
    /// The values. A ring shows the first series only.
    pub series: Vec<Series>,
    /// "人次".
    pub unit: String,
}

impl Chart {
    /// How large each part of a ring is, in words; nothing of other charts.
    pub(crate) fn shares(&self) -> Vec<String> {
        let parts = self.series.first().filter(|_| self.kind == ChartKind::Ring);
        let part = |value: &Option<f64>| value.unwrap_or(0.0).max(0.0).round() as u128;
        let parts: Vec<u128> = parts.map(|series| series.values.iter().map(part).collect()).unwrap_or_default();
        let whole = parts.iter().sum();
        parts.iter().map(|part| domain::rate::shown(*part, whole)).collect()
    }
}

/// Kinds of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// A line over the categories, for trends.
    Line,
    /// Lying bars, for long names.
    Bar,
    /// A ring of parts.
    Ring,
    /// Shares from 0 to 100 around a middle, an axis for each.
    Radar,
}

/// Values of a chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// One value for each category; `None` is a gap, not a zero.
    pub values: Vec<Option<f64>>,
}

/// A space to sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignatureSpace {
    /// "服务对象（监护人）签名".
    pub label: String,
    /// How much room it needs.
    pub kind: SignatureKind,
}

/// Kinds of spaces to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureKind {
    /// A name and a date.
    Signature,
    /// A name or a finger of 25 × 25 mm, and a date.
    Fingerprint,
    /// A seal of 45 × 45 mm, and a date.
    Seal,
}

impl Document {
    /// Goes on with what another says, on the page of this one.
    pub fn append(&mut self, other: Document) {
        let before = self.photos.len();
        let moved = |mut block: Block| {
            match &mut block {
                Block::Photo { photo, .. } => *photo += before,
                Block::SmallPhotos { photos } => photos.iter_mut().for_each(|one| one.photo += before),
                _ => {}
            }
            block
        };
        self.blocks.extend(other.blocks.into_iter().map(moved));
        self.photos.extend(other.photos);
    }

    /// Every row filled up to the columns of its table, which are wide enough for their numbers, or the place of a row that does not fit.
    pub(crate) fn squared(mut self) -> Result<Document> {
        let geometry = Geometry::of(self.page);
        let tables = self.blocks.iter_mut().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        for (number, table) in tables.enumerate() {
            let columns = table.columns.len();
            if columns == 0 {
                return Err(Error::TableShape { table: number + 1, row: 0 });
            }
            for column in &mut table.columns {
                let usable = column.width.is_finite() && column.width > 0.0;
                column.width = if usable { column.width } else { 1.0 };
            }
            for (row, cells) in table.header.iter_mut().chain(&mut table.rows).enumerate() {
                let covered: usize = cells.iter().map(|cell| cell.span.max(1) as usize).sum();
                if covered > columns {
                    return Err(Error::TableShape { table: number + 1, row: row + 1 });
                }
                cells.iter_mut().for_each(|cell| cell.span = cell.span.max(1));
                cells.extend((covered..columns).map(|_| Cell::from("")));
            }
            fitting::widen(table, &geometry);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: Vec<Cell>) -> Document {
        let columns = vec![TableColumn { width: 1.0, align: Align::Left }; 3];
        let table = Table { columns, rows: vec![cells], ..Table::default() };
        Document { blocks: vec![Block::Table(table)], ..Document::default() }
    }

    #[test]
    fn a_short_row_is_filled_up_with_empty_cells() {
        let Block::Table(table) = &table(vec![Cell::wide("甲", 2)]).squared().unwrap().blocks[0] else { panic!() };
        assert_eq!(table.rows[0].len(), 2);
    }

    #[test]
    fn photos_of_a_document_that_is_appended_stay_its_own() {
        let with_photo = |name: &str| Document {
            blocks: vec![Block::SmallPhotos { photos: vec![SmallPhoto { photo: 0, caption: name.to_owned() }] }],
            photos: vec![Photo { jpeg: name.as_bytes().to_vec(), pixels: (4, 3) }],
            ..Document::default()
        };
        let mut all = with_photo("甲");
        all.append(with_photo("乙"));
        let shown = all.blocks.iter().filter_map(|block| match block {
            Block::SmallPhotos { photos } => Some((all.photos[photos[0].photo].jpeg.clone(), &photos[0].caption)),
            _ => None,
        });
        assert!(shown.clone().all(|(jpeg, caption)| jpeg == caption.as_bytes()));
        assert_eq!(shown.count(), 2);
    }

    #[test]
    fn a_small_photo_is_as_large_as_its_place_whichever_way_round() {
        let size = |pixels| {
            let (width, height) = Photo { pixels, ..Photo::default() }.small_size();
            [width, height].map(|side| (side * 10.0).round() / 10.0)
        };
        assert_eq!(size((1600, 1200)), [77.3, 58.0]);
        assert_eq!(size((1200, 1600)), [43.5, 58.0]);
        assert_eq!(size((3200, 800)), [78.0, 19.5]);
    }

    #[test]
    fn a_row_that_is_too_long_is_named_and_not_cut() {
        let error = table(vec!["甲".into(), Cell::wide("乙", 3)]).squared().unwrap_err();
        assert!(matches!(error, Error::TableShape { table: 1, row: 1 }));
    }
}
