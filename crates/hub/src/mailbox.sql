-- The hub's mailbox. It holds sealed bytes and signed public lists only: no personal data.
CREATE TABLE IF NOT EXISTS rosters (
  number INTEGER PRIMARY KEY, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS enrolments (
  hash TEXT PRIMARY KEY, used_by TEXT
);
CREATE TABLE IF NOT EXISTS joins (
  number INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, body BLOB NOT NULL, time_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS confirmations (
  device TEXT PRIMARY KEY, body BLOB NOT NULL
);
-- station: whose mail it is besides the county's; NULL = the county's alone. The number is the receipt's number too.
CREATE TABLE IF NOT EXISTS bundles (
  number INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, content TEXT NOT NULL, length INTEGER NOT NULL, sender TEXT NOT NULL,
  station TEXT, segments TEXT NOT NULL, time_ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS bundles_of_station ON bundles (station, number);
CREATE TABLE IF NOT EXISTS checkpoints (
  number INTEGER PRIMARY KEY, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS seen (
  device TEXT PRIMARY KEY, last_ms INTEGER NOT NULL
);
-- Sealed photos and scans; an erased one keeps its name, so that nobody brings it again.
CREATE TABLE IF NOT EXISTS blobs (
  station TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, length INTEGER NOT NULL, time_ms INTEGER NOT NULL,
  erased INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (station, name)
) WITHOUT ROWID;
-- Changes that the county has erased (refs: no content). A bundle that carries one gives way to those that the order names.
CREATE TABLE IF NOT EXISTS erasures (
  number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL UNIQUE, done INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS erased (
  log TEXT NOT NULL, seq INTEGER NOT NULL, head TEXT NOT NULL, erasure INTEGER NOT NULL, PRIMARY KEY (log, seq, head, erasure)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS resealed (
  sha256 TEXT NOT NULL, erasure INTEGER NOT NULL, PRIMARY KEY (sha256, erasure)
) WITHOUT ROWID;
-- Bundles that gave way: their rows stay, so that numbers and receipts mean what they meant; their files are gone.
CREATE TABLE IF NOT EXISTS dropped (
  number INTEGER PRIMARY KEY
);
-- Bundles and photos that rotted on this disk and have not been brought again.
CREATE TABLE IF NOT EXISTS lost (
  number INTEGER PRIMARY KEY
);
CREATE TABLE IF NOT EXISTS lost_blobs (
  station TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (station, name)
) WITHOUT ROWID;
-- For each number one hash over every bundle up to it: what is behind a number, and behind all before it, has one name. A hub that was
-- rolled back and has grown again has other names for the same numbers.
CREATE TABLE IF NOT EXISTS chain (
  number INTEGER PRIMARY KEY, hash TEXT NOT NULL
);
