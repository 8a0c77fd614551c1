//! The side that may write a record kind. `changelog::authority` has already checked device → station → audience; this is the
//! dictionary's half. Every replica asks the same question, so none projects what another refuses.

use changelog::{Audience, Op};
use domain::dictionary::{Writer, dictionary};

/// Why a change has no authority, if it has none. `from_county`: its device belongs to the county itself.
/// Unknown kinds and operations pass: they are kept for a newer program, which asks again.
pub(crate) fn barred(op: &Op, kind: &str, audience: &Audience, from_county: bool) -> Option<String> {
    match op {
        Op::Erase if !from_county => Some("只有县里可以抹除内容。".to_string()),
        Op::Set => {
            let kind = dictionary().kind(kind)?;
            let allowed = match kind.writer {
                Writer::Both => true,
                Writer::County => from_county,
                Writer::Station => !from_county && matches!(audience, Audience::Station(_)),
            };
            let side = if from_county { "县里" } else { "站点" };
            (!allowed).then(|| format!("{side}无权写“{}”。", kind.label))
        }
        _ => None,
    }
}
