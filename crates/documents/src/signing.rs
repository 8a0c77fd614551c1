//! The rows of the spaces to sign, the same for both writers: two to a row, and a seal beside two or more names instead of
//! below them, because a sheet has no room to waste. Lengths in millimetres; it draws nothing.

use serde::Serialize;

use crate::document::{SignatureKind, SignatureSpace};
use crate::fitting;
use crate::page::{Geometry, POINTS_PER_MM};

/// Spaces to sign as they stand on paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Arranged<'a> {
    /// Widths of four columns: a finger takes the second or fourth; a name or a seal takes two.
    pub columns: [f64; 4],
    /// From top to bottom.
    pub rows: Vec<Row<'a>>,
    /// Takes the right half beside all rows. Its words stand at the left of the seal, not above and below.
    pub beside: Option<&'a SignatureSpace>,
}

/// A row of them: two, or one that takes the room of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Row<'a> {
    /// Height in millimetres.
    pub high: f64,
    /// From left to right.
    pub spaces: Vec<&'a SignatureSpace>,
}

/// Room for a name, a finger, a seal, with their words.
fn height(kind: SignatureKind) -> f64 {
    match kind {
        SignatureKind::Signature => 24.0,
        SignatureKind::Fingerprint => FINGER,
        SignatureKind::Seal => SEAL,
    }
}

const FINGER: f64 = 28.0;
const SEAL: f64 = 58.0;
/// Room for a seal whose words stand at its left.
const SEAL_BESIDE: f64 = 48.0;
/// Width of a finger.
const PRESSED: f64 = 27.0;
/// Beside the words of a space, both sides together.
const INSET: f64 = 4.5;
/// Least room for a name that stands in a column of them.
const NAME: f64 = 17.0;

pub(crate) fn arranged<'a>(spaces: &'a [SignatureSpace], page: &Geometry) -> Arranged<'a> {
    let width = page.text_width() / POINTS_PER_MM;
    let (seals, names): (Vec<_>, Vec<_>) = spaces.iter().partition(|space| space.kind == SignatureKind::Seal);
    let beside = width / 2.0 - INSET - SEAL_BESIDE;
    let fits = |space: &SignatureSpace| words(space, page) <= beside;
    if let ([seal], [_, _, ..]) = (seals.as_slice(), names.as_slice())
        && fits(seal)
    {
        let fingers = names.iter().filter(|name| name.kind == SignatureKind::Fingerprint).count();
        let others = (names.len() - fingers) as f64;
        let each = ((SEAL_BESIDE - FINGER * fingers as f64) / others.max(1.0)).max(NAME);
        let high = |kind: SignatureKind| if kind == SignatureKind::Fingerprint { FINGER } else { each };
        let rows = names.iter().map(|name| Row { high: high(name.kind), spaces: vec![*name] });
        return Arranged { columns: columns(width, width / 2.0), rows: rows.collect(), beside: Some(*seal) };
    }
    let pairs = spaces.chunks(2).map(|pair| Row {
        high: pair.iter().map(|space| height(space.kind)).fold(0.0, f64::max),
        spaces: pair.iter().collect(),
    });
    // Words beside a finger stay on one line, where the space at the right has room to spare.
    let tight = spaces.chunks(2).filter_map(|pair| match pair {
        [left, right] if right.kind == SignatureKind::Signature && left.kind == SignatureKind::Fingerprint => {
            let least = words(left, page) + INSET + PRESSED;
            (width - least > words(right, page) + INSET).then_some(least)
        }
        _ => None,
    });
    let half = tight.fold(width / 2.0, f64::max);
    let half = if spaces.len() == 2 { half } else { width / 2.0 };
    Arranged { columns: columns(width, half), rows: pairs.collect(), beside: None }
}

fn columns(width: f64, half: f64) -> [f64; 4] {
    [half - PRESSED, PRESSED, width - half - PRESSED, PRESSED]
}

/// Width of the words of a space.
fn words(space: &SignatureSpace, page: &Geometry) -> f64 {
    (fitting::width(&space.label) + 1.0) * page.small / POINTS_PER_MM
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{PageSetup, PageStyle};

    const FORM: PageSetup = PageSetup { style: PageStyle::Form, landscape: false, compact: false, half: false };

    fn space(kind: SignatureKind) -> SignatureSpace {
        SignatureSpace { label: String::new(), kind }
    }

    #[test]
    fn a_seal_stands_beside_the_names_and_keeps_its_room() {
        use SignatureKind::{Fingerprint, Seal, Signature};
        let spaces = [Fingerprint, Signature, Signature, Seal].map(space);
        let made = arranged(&spaces, &Geometry::of(FORM));
        assert_eq!(made.rows.iter().map(|row| row.high).collect::<Vec<_>>(), [28.0, 17.0, 17.0]);
        assert!(made.beside.is_some() && made.rows.iter().map(|row| row.high).sum::<f64>() >= SEAL_BESIDE);
        let two = [Signature, Seal].map(space);
        let made = arranged(&two, &Geometry::of(FORM));
        assert_eq!((made.rows.len(), made.rows[0].high, made.beside), (1, SEAL, None));
    }

    #[test]
    fn on_half_a_sheet_the_words_beside_a_finger_take_of_the_room_at_the_right() {
        let page = Geometry::of(PageSetup { half: true, ..FORM });
        let family =
            SignatureSpace { label: "服务对象（监护人）签名".into(), ..space(SignatureKind::Fingerprint) };
        let spaces = [family, space(SignatureKind::Signature)];
        let [name, finger, ..] = arranged(&spaces, &page).columns;
        assert!(finger >= 25.0 && name >= words(&spaces[0], &page) + INSET, "{name} {finger}");
        assert_eq!(arranged(&spaces, &Geometry::of(FORM)).columns, [55.5, 27.0, 55.5, 27.0]);
    }
}
