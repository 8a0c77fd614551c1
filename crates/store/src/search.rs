//! The search index: what of a record is found by which word, and finding it. Tokens come from `domain::names`; here is only which
//! fields count as names, as numbers and as text. It must not rank by anything that differs between readings of one name.

use std::collections::BTreeMap;

use domain::dictionary::{FieldType, Kind, MaskStyle, Sensitivity, dictionary};
use domain::{names, village};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::search_buffer;

/// Fields whose Chinese is also found by pinyin and initials.
const NAMES: [&str; 4] = ["name", "former_name", "head_name", VILLAGE];
/// The one of them that names a place: found with and without what its name ends with.
const VILLAGE: &str = "village";
/// Fields found whole and by their last four.
const NUMBERS: [&str; 8] =
    ["id_number", "phone", "emergency_phone", "file_no", "case_no", "household_no", "cert_no", "plan_no"];
/// Names longer than this are indexed by characters, not by every reading of every suffix: no person's is.
const LONGEST_READ: usize = 32;
/// Stands before a whole name: what a person typed never yields this token.
const WHOLE: &str = "is";
/// Stands before a number that is shown masked, which is found only as it is kept: a letter that nobody can type, full width being made half.
const MASKED: char = 'ｎ';

/// One thing found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hit {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Its title, from the dictionary's title fields.
    pub title: String,
    /// What tells it from others of the same title: village and group, or the beginning of a plain text.
    pub detail: String,
}

pub(crate) type Winners<'a> = BTreeMap<&'a str, &'a Value>;

/// What of a record is found; nothing of a deleted one. It reads no table, so that many can be made at once.
pub(crate) fn document(kind: &Kind, winners: &Winners<'_>) -> Option<Document> {
    let deleted = winners.get("deleted_reason").is_some_and(|reason| !reason.is_null());
    (!deleted).then(|| Document::of(kind, winners))
}

/// Writes the record's document, or takes it out where there is none to write.
pub(crate) fn index(connection: &Connection, kind: &Kind, record: &str, document: Option<&Document>) -> Result<()> {
    let Some(document) = document else {
        return forget(connection, &kind.name, record);
    };
    let known: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, marks FROM search_docs WHERE kind = ?1 AND record = ?2")?
        .query_row([kind.name.as_str(), record], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let marks = document.marks();
    let known = match known {
        Some((_, before)) if before == marks => return Ok(()),
        Some((id, _)) => {
            remove(connection, id)?;
            Some(id)
        }
        None => None,
    };
    let id = insert(connection, known, kind, record, document, &marks)?;
    search_buffer::put(connection, id, &document.names, &document.texts)
}

/// Writes the document of a new record, of which there can be none yet. `many`: of so many that they go straight into the full-text
/// index, which takes one after the other of an import as well as a bundle of saves.
pub(crate) fn add(connection: &Connection, kind: &Kind, record: &str, document: &Document, many: bool) -> Result<()> {
    let id = insert(connection, None, kind, record, document, &document.marks())?;
    match many {
        true => search_buffer::pass_on(connection, id, &document.names, &document.texts),
        false => search_buffer::put(connection, id, &document.names, &document.texts),
    }
}

fn insert(
    connection: &Connection,
    known: Option<i64>,
    kind: &Kind,
    record: &str,
    document: &Document,
    marks: &str,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO search_docs (id, kind, record, title, detail, marks) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![known, kind.name, record, document.title, document.detail, marks])?;
    Ok(known.unwrap_or_else(|| connection.last_insert_rowid()))
}

/// Takes the record's document out.
pub(crate) fn forget(connection: &Connection, kind: &str, record: &str) -> Result<()> {
    let id: Option<i64> = connection
        .prepare_cached("SELECT id FROM search_docs WHERE kind = ?1 AND record = ?2")?
        .query_row([kind, record], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(()), |id| remove(connection, id))
}

fn remove(connection: &Connection, id: i64) -> Result<()> {
    if !search_buffer::remove(connection, id)? {
        for table in ["search_names", "search_texts"] {
            connection.prepare_cached(&format!("DELETE FROM {table} WHERE rowid = ?1"))?.execute([id])?;
        }
    }
    connection.prepare_cached("DELETE FROM search_docs WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Empties the index, before a rebuild.
pub(crate) fn clear(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "DELETE FROM search_docs;
         DELETE FROM search_fresh;
         INSERT INTO search_names (search_names) VALUES ('delete-all');
         INSERT INTO search_texts (search_texts) VALUES ('delete-all');",
    )?;
    Ok(())
}

/// Merges the index so that nothing of removed documents stays in its pages.
pub(crate) fn compact(connection: &Connection) -> Result<()> {
    search_buffer::hand_over(connection)?;
    connection.execute_batch(
        "INSERT INTO search_names (search_names) VALUES ('optimize');
         INSERT INTO search_texts (search_texts) VALUES ('optimize');",
    )?;
    Ok(())
}

/// The words of a record, by which it is found.
pub(crate) struct Document {
    title: String,
    detail: String,
    names: Vec<String>,
    texts: Vec<String>,
}

impl Document {
    fn of(kind: &Kind, winners: &Winners<'_>) -> Document {
        let text = |field: &str| winners.get(field).and_then(|value| value.as_str()).filter(|text| !text.is_empty());
        let (mut found, mut texts) = (Vec::new(), Vec::new());
        for field in &kind.fields {
            let Some(value) = text(&field.name) else {
                continue;
            };
            let masked = matches!(field.mask, Some(MaskStyle::IdNumber | MaskStyle::Phone));
            if masked || NUMBERS.contains(&field.name.as_str()) {
                found.extend(number_tokens(value, masked));
            } else if NAMES.contains(&field.name.as_str()) {
                found.extend(name_tokens(value, kind.title.contains(&field.name)));
                if field.name == VILLAGE {
                    found.extend(village::looked_for(value).iter().flat_map(|name| names::index_tokens(name)));
                }
            } else if matches!(field.kind, FieldType::Text | FieldType::LongText) {
                texts.extend(names::index_tokens(value));
            }
        }
        found.sort_unstable();
        found.dedup();
        texts.sort_unstable();
        texts.dedup();
        Document { title: title(kind, winners), detail: detail(kind, winners), names: found, texts }
    }

    fn marks(&self) -> String {
        let mut hash = Sha256::new();
        for part in [&self.title, &self.detail].into_iter().chain(&self.names).chain(&self.texts) {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hex::encode(&hash.finalize()[..8])
    }
}

fn name_tokens(name: &str, is_title: bool) -> Vec<String> {
    // As it is written, and without dots and blanks: who types none finds it too.
    let plain = names::same(name);
    let mut tokens = names::index_tokens(name);
    tokens.extend(names::index_tokens(&plain));
    let letters: Vec<char> = plain.chars().collect();
    if letters.len() <= LONGEST_READ {
        for start in 0..letters.len() {
            let rest: String = letters[start..].iter().collect();
            tokens.extend(names::pinyin_full(&rest));
            tokens.extend(names::pinyin_initials(&rest));
        }
    }
    if is_title {
        tokens.push(whole(name));
    }
    tokens
}

/// A number whole, its words and its last four. Of one that is shown masked neither is found by its beginning: it would be read out digit by
/// digit.
fn number_tokens(number: &str, masked: bool) -> Vec<String> {
    let letters: Vec<char> = number.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let last = (letters.len() > 4).then(|| letters[letters.len() - 4..].iter().collect::<String>());
    if masked {
        let whole = letters.iter().collect::<String>();
        return [Some(whole), last].into_iter().flatten().map(|text| format!("{MASKED}{text}")).collect();
    }
    names::index_tokens(number).into_iter().chain(last).collect()
}

fn whole(name: &str) -> String {
    let kept: String = names::same(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    format!("{WHOLE}{kept}")
}

/// A record's title as the dictionary composes it; codes by their labels.
fn title(kind: &Kind, winners: &Winners<'_>) -> String {
    let said = |name: &&String| kind.field(name).is_some_and(|field| field.kind != FieldType::Reference);
    let parts = kind.title.iter().filter(said).filter_map(|name| {
        let value = winners.get(name.as_str())?;
        let text = value.as_str().map(str::to_string).or_else(|| value.as_i64().map(|number| number.to_string()))?;
        let codes = kind.field(name).and_then(|field| field.codes.as_deref());
        Some(codes.map_or(text.clone(), |table| dictionary().label(table, &text).to_string()))
    });
    let title = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if title.is_empty() { kind.label.clone() } else { title }
}

fn detail(kind: &Kind, winners: &Winners<'_>) -> String {
    let text = |name: &str| winners.get(name).and_then(|value| value.as_str()).filter(|text| !text.is_empty());
    if kind.field(VILLAGE).is_some() {
        return [text(VILLAGE), text("group_no")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    let plain =
        kind.fields.iter().filter(|field| field.kind == FieldType::LongText && field.sensitivity == Sensitivity::Plain);
    plain.filter_map(|field| text(&field.name)).next().map(|text| text.chars().take(40).collect()).unwrap_or_default()
}

/// Finds records: whole name first, then names that begin so, then any name, number or place, then free text. The newest first.
pub(crate) fn find(connection: &Connection, typed: &str, kinds: &[&str], limit: usize) -> Result<Vec<Hit>> {
    let typed = domain::identity::half_width(typed);
    let words: Vec<Word> = names::query_tokens(&typed).into_iter().map(Word::typed).collect();
    if words.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let whole = |unfinished| vec![Word { unfinished, ..Word::kept(whole(&typed)) }];
    let mut questions = vec![("search_names", whole(false)), ("search_names", whole(true))];
    // A telephone number is kept in one piece and typed in several.
    let pieces: String = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    questions.push(("search_names", vec![Word::kept(format!("{MASKED}{pieces}"))]));
    questions.push(("search_names", words.clone()));
    questions.push(("search_texts", words));

    let newest = search_buffer::all(connection)?;
    let mut hits: Vec<Hit> = Vec::new();
    for (table, asked) in questions {
        let words_of = |(id, names, texts): &(i64, String, String)| {
            search_buffer::has(if table == "search_names" { names } else { texts }, &asked).then_some(*id)
        };
        let here: Vec<i64> = newest.iter().filter_map(words_of).collect();
        let question = asked.iter().map(Word::question).collect::<Vec<_>>().join(" AND ");
        let among = format!("{table} f JOIN search_docs d ON d.id = f.rowid WHERE {table} MATCH ?1");
        let mut found = documents(connection, &among, "f.rowid", &question, kinds, limit)?;
        if !here.is_empty() {
            let here = serde_json::to_string(&here).unwrap_or_default();
            let among = "search_docs d WHERE d.id IN (SELECT value FROM json_each(?1))";
            found.extend(documents(connection, among, "d.id", &here, kinds, limit)?);
            found.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
        }
        for (_, hit) in found {
            if !hits.iter().any(|known| known.id == hit.id && known.kind == hit.kind) {
                hits.push(hit);
            }
        }
        if hits.len() >= limit {
            break;
        }
    }
    hits.truncate(limit);
    Ok(hits)
}

/// The newest documents of these kinds, with their place in the index.
fn documents(
    connection: &Connection,
    among: &str,
    newest_by: &str,
    asked: &str,
    kinds: &[&str],
    limit: usize,
) -> Result<Vec<(i64, Hit)>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT d.id, d.kind, d.record, d.title, d.detail FROM {among}
         AND (?2 = '[]' OR d.kind IN (SELECT value FROM json_each(?2))) ORDER BY {newest_by} DESC LIMIT ?3"
    ))?;
    let kinds = serde_json::to_string(kinds).unwrap_or_default();
    let found = statement.query_map(params![asked, kinds, limit as i64], |row| {
        Ok((row.get(0)?, Hit { kind: row.get(1)?, id: row.get(2)?, title: row.get(3)?, detail: row.get(4)? }))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// A word as it is asked for.
#[derive(Clone)]
pub(crate) struct Word {
    pub text: String,
    pub unfinished: bool,
    /// As a number that is shown masked it may stand there too, whole.
    pub masked: Option<String>,
}

impl Word {
    /// A word of letters or digits may be unfinished; Chinese is asked for as it stands.
    fn typed(text: String) -> Word {
        let number = text.is_ascii() && text.len() >= 4 && text.contains(|c: char| c.is_ascii_digit());
        Word { unfinished: text.is_ascii(), masked: number.then(|| format!("{MASKED}{text}")), text }
    }

    /// A word as the index keeps it.
    fn kept(text: String) -> Word {
        Word { text, unfinished: false, masked: None }
    }

    fn question(&self) -> String {
        let word = format!("\"{}\"{}", self.text.replace('"', ""), if self.unfinished { " *" } else { "" });
        self.masked.as_ref().map_or_else(|| word.clone(), |masked| format!("({word} OR \"{masked}\")"))
    }

    /// Whether a word of the index answers.
    pub(crate) fn is(&self, here: &str) -> bool {
        let begins = if self.unfinished { here.starts_with(&self.text) } else { here == self.text };
        begins || self.masked.as_deref() == Some(here)
    }
}
