//! A picture as lines, shapes and words in millimetres, which paper and window draw alike. It knows nothing of what it shows.

use serde::{Deserialize, Serialize};

/// A picture; the origin is its top left corner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// What is drawn, from back to front.
    pub marks: Vec<Mark>,
}

/// One thing drawn, in black. Lengths in millimetres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Mark {
    /// A straight line.
    Line {
        /// From.
        x1: f64,
        /// From.
        y1: f64,
        /// To.
        x2: f64,
        /// To.
        y2: f64,
        /// Broken.
        dashed: bool,
    },
    /// A rectangle by its top left corner.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Broken.
        dashed: bool,
    },
    /// A circle by its centre.
    Circle {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        r: f64,
        /// Broken.
        dashed: bool,
    },
    /// A closed shape by its corners.
    Polygon {
        /// Corners.
        points: Vec<(f64, f64)>,
        /// Broken.
        dashed: bool,
    },
    /// Words, centred on a point.
    Text {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Height of a character.
        size: f64,
        /// One line.
        text: String,
    },
}
