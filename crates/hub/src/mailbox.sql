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
