//! The rows of the spaces to sign, the same for both writers: two to a row, and a seal beside two or more names instead of below them,
//! because a sheet has no room to waste. Heights in millimetres; it draws nothing.

use serde::Serialize;

use crate::document::{SignatureKind, SignatureSpace};

/// Spaces to sign as they stand on paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Arranged<'a> {
    /// From top to bottom.
    pub rows: Vec<Row<'a>>,
    /// Takes the right half beside all rows.
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
/// Least room for a name that stands in a column of them.
const NAME: f64 = 17.0;

pub(crate) fn arranged(spaces: &[SignatureSpace]) -> Arranged<'_> {
    let (seals, names): (Vec<_>, Vec<_>) = spaces.iter().partition(|space| space.kind == SignatureKind::Seal);
    if let ([seal], [_, _, ..]) = (seals.as_slice(), names.as_slice()) {
        let fingers = names.iter().filter(|name| name.kind == SignatureKind::Fingerprint).count();
        let others = (names.len() - fingers) as f64;
        let each = ((SEAL - FINGER * fingers as f64) / others.max(1.0)).max(NAME);
        let high = |kind: SignatureKind| if kind == SignatureKind::Fingerprint { FINGER } else { each };
        let rows = names.iter().map(|name| Row { high: high(name.kind), spaces: vec![*name] });
        return Arranged { rows: rows.collect(), beside: Some(*seal) };
    }
    let pairs = spaces.chunks(2).map(|pair| Row {
        high: pair.iter().map(|space| height(space.kind)).fold(0.0, f64::max),
        spaces: pair.iter().collect(),
    });
    Arranged { rows: pairs.collect(), beside: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(kind: SignatureKind) -> SignatureSpace {
        SignatureSpace { label: String::new(), kind }
    }

    #[test]
    fn a_seal_stands_beside_the_names_and_keeps_its_room() {
        use SignatureKind::{Fingerprint, Seal, Signature};
        let spaces = [Fingerprint, Signature, Signature, Seal].map(space);
        let made = arranged(&spaces);
        assert_eq!(made.rows.iter().map(|row| row.high).collect::<Vec<_>>(), [28.0, 17.0, 17.0]);
        assert!(made.beside.is_some() && made.rows.iter().map(|row| row.high).sum::<f64>() >= SEAL);
        let two = [Signature, Seal].map(space);
        let made = arranged(&two);
        assert_eq!((made.rows.len(), made.rows[0].high, made.beside), (1, SEAL, None));
    }
}
