//! The page in numbers, one source for both writers: margins, lines and characters of GB/T 9704 and of printed forms.

use serde::{Deserialize, Serialize};

/// What kind of page, and which way round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSetup {
    /// Which rules the page follows.
    pub style: PageStyle,
    /// Lying on its side, for wide tables.
    pub landscape: bool,
    /// Narrower margins and rows, for a form that belongs on one sheet.
    #[serde(default)]
    pub compact: bool,
    /// A5: two of them are printed on one sheet.
    #[serde(default)]
    pub half: bool,
}

/// The rules of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStyle {
    /// GB/T 9704: 22 lines of 28 characters of 三号, page number "— 1 —" outside.
    #[default]
    Official,
    /// A form to print and sign: 小四, narrower margins, "第 1 页 共 2 页".
    Form,
}

/// Lengths of a page. Millimetres for the paper, points for the type.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Geometry {
    pub width: f64,
    pub height: f64,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    /// Size of body text.
    pub size: f64,
    /// Size of text in tables and under figures.
    pub small: f64,
    pub lines: u32,
    pub chars: u32,
}

/// Most points of a text as wide as the page.
const LARGEST: f64 = 90.0;

pub(crate) const POINTS_PER_MM: f64 = 72.0 / 25.4;

impl Geometry {
    pub(crate) fn of(page: PageSetup) -> Geometry {
        let upright = match page.style {
            PageStyle::Official => {
                let (top, bottom, left, right) = (37.0, 35.0, 28.0, 26.0);
                Geometry {
                    width: 210.0,
                    height: 297.0,
                    top,
                    bottom,
                    left,
                    right,
                    size: 16.0,
                    small: 12.0,
                    lines: 22,
                    chars: 28,
                }
            }
            PageStyle::Form if page.half => Geometry {
                width: 148.0,
                height: 210.0,
                top: 10.0,
                bottom: 14.0,
                left: 16.0,
                right: 10.0,
                size: 10.5,
                small: 9.0,
                lines: 29,
                chars: 32,
            },
            PageStyle::Form => {
                let (top, bottom) = if page.compact { (14.0, 15.0) } else { (20.0, 20.0) };
                Geometry {
                    width: 210.0,
                    height: 297.0,
                    top,
                    bottom,
                    left: 25.0,
                    right: 20.0,
                    size: 12.0,
                    small: 10.5,
                    lines: 36,
                    chars: 38,
                }
            }
        };
        if !page.landscape {
            return upright;
        }
        // The sheet turns with its binding edge to the top.
        let Geometry { width, height, top, bottom, left, right, .. } = upright;
        let turned =
            Geometry { width: height, height: width, top: left, bottom: right, left: bottom, right: top, ..upright };
        let chars = (turned.text_width() / (upright.text_width() / f64::from(upright.chars))).floor() as u32;
        let lines = (turned.text_height() / (upright.text_height() / f64::from(upright.lines))).floor() as u32;
        Geometry { lines, chars, ..turned }
    }

    /// Width of the type area in points.
    pub(crate) fn text_width(&self) -> f64 {
        (self.width - self.left - self.right) * POINTS_PER_MM
    }

    /// Height of the type area in points.
    pub(crate) fn text_height(&self) -> f64 {
        (self.height - self.top - self.bottom) * POINTS_PER_MM
    }

    /// The size in points at which a text is as wide as the page.
    pub(crate) fn as_wide(&self, text: &str) -> f64 {
        let wide = text.chars().count().max(1) as f64;
        (self.text_width() / wide * 0.96).clamp(self.size, LARGEST)
    }

    /// From one character to the next, in points.
    pub(crate) fn char_pitch(&self) -> f64 {
        self.text_width() / f64::from(self.chars)
    }
}

/// Millimetres in twentieths of a point, as Word counts.
pub(crate) fn twips(mm: f64) -> i32 {
    (mm * POINTS_PER_MM * 20.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_official_page_has_a_type_area_of_156_by_225_mm() {
        let page = Geometry::of(PageSetup::default());
        assert!((page.text_width() / POINTS_PER_MM - 156.0).abs() < 1e-9);
        assert!((page.text_height() / POINTS_PER_MM - 225.0).abs() < 1e-9);
        assert_eq!((page.lines, page.chars), (22, 28));
    }

    #[test]
    fn a_page_on_its_side_keeps_the_pitch_of_lines_and_characters() {
        let page = Geometry::of(PageSetup { landscape: true, ..PageSetup::default() });
        assert_eq!((page.width, page.height, page.lines, page.chars), (297.0, 210.0, 15, 40));
        assert!(page.char_pitch() >= 15.7);
    }
}
