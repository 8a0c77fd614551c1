//! The side that may write a record kind. `changelog::authority` has already checked device → station → audience; this is the
//! dictionary's half. Every replica asks the same question, so none projects what another refuses.

use changelog::{Audience, Op, Roster};
use domain::dictionary::{Writer, dictionary};
use rusqlite::{Connection, params};

use crate::error::Result;
use crate::{home, revoked};

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

/// Asks anew of every change what the dictionary's side is, after the dictionary has grown: what was unknown when it came was let pass.
pub(crate) fn judge_again(connection: &Connection, roster: &Roster, own_county: bool) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT c.id, c.op, c.header, c.barred, l.audience, l.device, l.own FROM changes c JOIN logs l ON l.id = c.log
         WHERE c.op IN ('set', 'erase') AND (c.barred IS NULL OR c.barred NOT IN (?1, ?2))",
    )?;
    let mut rows = statement.query([revoked::REASON, home::REASON])?;
    let mut different: Vec<(i64, Option<String>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (op, header, was): (String, String, Option<String>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (audience, device, own): (String, String, bool) = (row.get(4)?, row.get(5)?, row.get(6)?);
        let from_county = roster.device(&device).map_or(own && own_county, |device| device.is_county());
        let kind = changelog::header::kind(&header)?;
        let is = barred(&Op::from(op.as_str()), &kind, &audience.parse()?, from_county);
        if is.is_some() != was.is_some() {
            different.push((row.get(0)?, is));
        }
    }
    drop(rows);
    let mut update = connection.prepare("UPDATE changes SET barred = ?2 WHERE id = ?1")?;
    different.into_iter().try_for_each(|(id, is)| update.execute(params![id, is]).map(drop).map_err(Into::into))
}
