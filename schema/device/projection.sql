-- Projected beside the record tables: fields in conflict, and the search index. A cache: rebuilt from the log.

-- Every live value of a field that two people changed apart (and to different values); `winner` is the one shown.
CREATE TABLE IF NOT EXISTS conflicts (
  kind         TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  field        TEXT    NOT NULL,
  log          TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  head         TEXT    NOT NULL,
  value        TEXT    NOT NULL,
  ms           INTEGER NOT NULL,
  n            INTEGER NOT NULL,
  doubtful     INTEGER NOT NULL,
  author       TEXT    NOT NULL,
  device       TEXT    NOT NULL,
  winner       INTEGER NOT NULL,
  PRIMARY KEY (kind, record, field, log, seq, head)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS search_docs (
  id           INTEGER PRIMARY KEY,
  kind         TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  detail       TEXT    NOT NULL,
  marks        TEXT    NOT NULL,           -- hash of what was indexed, so that an unchanged document is not written again
  UNIQUE (kind, record)
);

-- Tokens come ready-made from domain::names (characters, bigrams, pinyin, initials, tails of numbers).
CREATE VIRTUAL TABLE IF NOT EXISTS search_names USING fts5 (
  tokens, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE IF NOT EXISTS search_texts USING fts5 (
  tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0"
);

-- The newest documents of the search, not yet in the full-text index: one page of a save instead of half a dozen.
CREATE TABLE IF NOT EXISTS search_fresh (
  id           INTEGER PRIMARY KEY,        -- of search_docs
  names        TEXT    NOT NULL,
  texts        TEXT    NOT NULL
);
