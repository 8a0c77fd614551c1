//! The newest documents of the search, as plain rows: a save writes one page here instead of half a dozen in the full-text index,
//! which takes them over by the dozen. They are found like all others from the moment of the save.

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::search::Word;

/// More of them than this go into the full-text index with the save that brings one too many.
const MOST: i64 = 64;

/// Keeps a document's words.
pub(crate) fn put(connection: &Connection, id: i64, names: &[String], texts: &[String]) -> Result<()> {
    connection.prepare_cached("INSERT INTO search_fresh (id, names, texts) VALUES (?1, ?2, ?3)")?.execute(params![
        id,
        names.join(" "),
        texts.join(" ")
    ])?;
    Ok(())
}

/// Gives a document that is no single save's to the full-text index, past the buffer.
pub(crate) fn pass_on(connection: &Connection, id: i64, names: &[String], texts: &[String]) -> Result<()> {
    for (table, words) in [("search_names", names), ("search_texts", texts)] {
        if !words.is_empty() {
            let sql = format!("INSERT INTO {table} (rowid, tokens) VALUES (?1, ?2)");
            connection.prepare_cached(&sql)?.execute(params![id, words.join(" ")])?;
        }
    }
    Ok(())
}

/// Takes a document out; false when it is not here (any more).
pub(crate) fn remove(connection: &Connection, id: i64) -> Result<bool> {
    Ok(connection.prepare_cached("DELETE FROM search_fresh WHERE id = ?1")?.execute([id])? > 0)
}

/// At the end of a transaction: hands over when there are too many.
pub(crate) fn settle(connection: &Connection) -> Result<()> {
    let here: i64 = connection.prepare_cached("SELECT count(*) FROM search_fresh")?.query_row([], |row| row.get(0))?;
    if here > MOST { hand_over(connection) } else { Ok(()) }
}

/// Hands everything over to the full-text index.
pub(crate) fn hand_over(connection: &Connection) -> Result<()> {
    for (table, column) in [("search_names", "names"), ("search_texts", "texts")] {
        let sql =
            format!("INSERT INTO {table} (rowid, tokens) SELECT id, {column} FROM search_fresh WHERE {column} <> ''");
        connection.prepare_cached(&sql)?.execute([])?;
    }
    connection.prepare_cached("DELETE FROM search_fresh")?.execute([])?;
    Ok(())
}

/// The words of every document here: (id, names, texts).
pub(crate) fn all(connection: &Connection) -> Result<Vec<(i64, String, String)>> {
    let mut statement = connection.prepare_cached("SELECT id, names, texts FROM search_fresh")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Whether every word stands in these, as the full-text index would say.
pub(crate) fn has(words: &str, asked: &[Word]) -> bool {
    asked.iter().all(|word| words.split(' ').any(|here| word.is(here)))
}
