//! Revoked devices: what of their logs counts is a function of the log and the newest roster, never of which came first. Everything they
//! signed is kept and passed on; what does not lead to a cut is barred, and counts again when a roster reinstates the device.

use std::collections::BTreeSet;

use changelog::{LogId, Roster, RosterDevice};
use rusqlite::{Connection, params};

use crate::error::Result;
use crate::project::RecordKey;
use crate::{erase, home};

/// Why such a change does not count.
pub(crate) const REASON: &str = "这台电脑已停用，停用之后写的内容不再计入。";

/// Those changes of a log from which its cuts can be reached head by head.
const LEADING: &str = "WITH RECURSIVE back (seq, head, before) AS (
   SELECT c.seq, c.head, c.before FROM changes c JOIN json_each(?2) cut
   ON c.log = ?1 AND c.seq = json_extract(cut.value, '$[0]') AND lower(hex(c.head)) = json_extract(cut.value, '$[1]')
   UNION
   SELECT c.seq, c.head, c.before FROM back b JOIN changes c ON c.log = ?1 AND c.seq = b.seq - 1 AND c.head = b.before)";

/// Judges the logs of every device of the roster anew. Gives the records whose rows have to follow.
pub(crate) fn judge_all(connection: &Connection, roster: &Roster) -> Result<BTreeSet<RecordKey>> {
    let mut touched = BTreeSet::new();
    roster.devices.iter().try_for_each(|device| judge(connection, device, &mut touched))?;
    Ok(touched)
}

/// The same for one device.
pub(crate) fn judge(connection: &Connection, device: &RosterDevice, touched: &mut BTreeSet<RecordKey>) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT id, log FROM logs WHERE device = ?1")?;
    let logs = statement.query_map([&device.id], |row| Ok((row.get::<_, i64>(0)?, LogId(row.get(1)?))))?;
    for (id, log) in logs.collect::<rusqlite::Result<Vec<_>>>()? {
        match &device.revoked {
            None => {
                let sql = "UPDATE changes SET barred = NULL WHERE log = ?1 AND barred = ?2 RETURNING op, header, record, payload";
                counted_again(connection, sql, params![id, REASON], touched)?;
            }
            Some(cuts) => {
                let cuts = cuts.iter().filter(|cut| cut.log == log);
                let cuts: Vec<(u64, String)> = cuts.map(|cut| (cut.seq, cut.head.to_string())).collect();
                let cuts = serde_json::to_string(&cuts).unwrap_or_default();
                let beyond = format!(
                    "{LEADING} UPDATE changes SET barred = ?3 WHERE log = ?1 AND (barred IS NULL OR barred = ?4)
                     AND (seq, head) NOT IN (SELECT seq, head FROM back) RETURNING header, record"
                );
                let mut statement = connection.prepare_cached(&beyond)?;
                let found = statement
                    .query_map(params![id, cuts, REASON, home::REASON], |row| Ok((row.get(0)?, row.get(1)?)))?;
                for (header, record) in found.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
                    touched.insert((changelog::header::kind(&header)?, record));
                }
                let leading = format!(
                    "{LEADING} UPDATE changes SET barred = NULL WHERE log = ?1 AND barred = ?3
                     AND (seq, head) IN (SELECT seq, head FROM back) RETURNING op, header, record, payload"
                );
                counted_again(connection, &leading, params![id, cuts, REASON], touched)?;
            }
        }
        let sql = "DELETE FROM quarantine WHERE reason = ?1 AND place LIKE ?2 || ':%'
                   AND NOT EXISTS (SELECT 1 FROM changes WHERE log = ?3 AND barred = ?1)";
        connection.prepare_cached(sql)?.execute(params![REASON, log.to_string(), id])?;
    }
    Ok(())
}

/// Changes that count again; an order to erase among them is carried out.
fn counted_again(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    touched: &mut BTreeSet<RecordKey>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for (op, header, record, payload) in
        found.collect::<rusqlite::Result<Vec<(String, String, String, Option<String>)>>>()?
    {
        touched.insert((changelog::header::kind(&header)?, record));
        if op == "erase"
            && let Some(payload) = payload.and_then(|text| serde_json::from_str(&text).ok())
        {
            for target in erase::targets(&payload) {
                erase::erase_one(connection, &target, touched)?;
            }
        }
    }
    Ok(())
}

/// Whether a change that has just come does not count.
pub(crate) fn is_barred(connection: &Connection, log: i64, seq: u64, head: &[u8; 32]) -> Result<bool> {
    let sql = "SELECT 1 FROM changes WHERE log = ?1 AND seq = ?2 AND head = ?3 AND barred = ?4";
    Ok(connection.prepare_cached(sql)?.exists(params![log, seq as i64, head, REASON])?)
}
