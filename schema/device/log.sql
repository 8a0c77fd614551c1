-- The log of a device: whose it is, its changes, its signed segments, what must stay erased.
-- These tables never change once released. Everything that people query is a cache of them.

CREATE TABLE IF NOT EXISTS device (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  county      TEXT    NOT NULL,
  station     TEXT,                        -- NULL: a county device
  letter      TEXT    NOT NULL,            -- as the join file reserved it
  life        INTEGER NOT NULL DEFAULT 1,  -- 2 and more: restored, or found to be a clone; the letter becomes A2 …
  reason      TEXT    NOT NULL,            -- why the present life began: created, restored, cloned
  keys        TEXT    NOT NULL,            -- signing key and age identity of this PC
  root_key    TEXT    NOT NULL
);

-- age identities that open bundles: 'county', 'station:<code>'.
CREATE TABLE IF NOT EXISTS identities (
  audience    TEXT PRIMARY KEY,
  identity    TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS roster (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  number      INTEGER NOT NULL,
  signed      TEXT    NOT NULL
);

CREATE TABLE IF NOT EXISTS clock (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  ms          INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  newest_ms   INTEGER NOT NULL             -- newest receipt, checkpoint or roster time seen
);

CREATE TABLE IF NOT EXISTS logs (
  id           INTEGER PRIMARY KEY,
  log          BLOB    NOT NULL UNIQUE,
  audience     TEXT    NOT NULL,
  device       TEXT    NOT NULL,
  own          INTEGER NOT NULL,           -- written by this device, in this life or an earlier one
  current      INTEGER NOT NULL,           -- this life goes on in it
  forked       INTEGER NOT NULL DEFAULT 0, -- two changes of it stand at one place
  seed         BLOB,                       -- salt seed of the open segment; gone once that is signed
  tip_seq      INTEGER NOT NULL DEFAULT 0, -- newest change (of the own branch, if this log is own)
  tip_head     BLOB    NOT NULL,
  tip_sets     INTEGER NOT NULL DEFAULT 0,
  signed_to    INTEGER NOT NULL DEFAULT 0, -- end of the newest signed segment
  signed_head  BLOB    NOT NULL,
  delivered_to INTEGER NOT NULL DEFAULT 0, -- the hub's receipts reach this far
  taken_to     INTEGER NOT NULL DEFAULT 0  -- the county's checkpoints reach this far
);

-- A place (log, seq) may hold several heads: forks are kept, never overwritten.
CREATE TABLE IF NOT EXISTS changes (
  id           INTEGER PRIMARY KEY,
  log          INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  head         BLOB    NOT NULL,
  before       BLOB    NOT NULL,
  sets         INTEGER NOT NULL,           -- how many `set` changes this branch holds up to here
  op           TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  header       TEXT    NOT NULL,           -- the exact bytes
  payload      TEXT,                       -- the exact bytes; NULL once erased
  salt         BLOB,                       -- NULL once erased
  payload_hash BLOB,                       -- only when erased
  barred       TEXT,                       -- why its author had no authority for it: kept and passed on, not projected
  UNIQUE (log, seq, head)
);
CREATE INDEX IF NOT EXISTS changes_record ON changes (record);

CREATE TABLE IF NOT EXISTS segments (
  id           INTEGER PRIMARY KEY,
  log          INTEGER NOT NULL,
  from_seq     INTEGER NOT NULL,
  to_seq       INTEGER NOT NULL,
  head_before  BLOB    NOT NULL,
  head_after   BLOB    NOT NULL,
  county       TEXT    NOT NULL,
  device       TEXT    NOT NULL,
  signature    BLOB    NOT NULL,
  UNIQUE (log, from_seq, to_seq, head_after)
);

-- What the county erased, whether it has arrived here or not: it stays erased.
CREATE TABLE IF NOT EXISTS erasures (
  log          BLOB    NOT NULL,
  seq          INTEGER NOT NULL,
  head         BLOB    NOT NULL,           -- first 8 bytes, as refs carry them
  PRIMARY KEY (log, seq, head)
) WITHOUT ROWID;

-- Bundles that cannot be applied yet, whole and still sealed, and what each waits for.
CREATE TABLE IF NOT EXISTS waiting (
  sha256       TEXT    PRIMARY KEY,
  bytes        BLOB    NOT NULL,
  route        TEXT    NOT NULL,
  gaps         TEXT    NOT NULL            -- [{log, from, to, head}]
);

-- What was refused and why; kept for people to read, never applied.
CREATE TABLE IF NOT EXISTS quarantine (
  sha256       TEXT    NOT NULL,
  place        TEXT    NOT NULL,           -- log:from-to or log:seq:head, never personal data
  reason       TEXT    NOT NULL,
  PRIMARY KEY (sha256, place)
) WITHOUT ROWID;
