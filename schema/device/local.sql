-- What belongs to this device and its exchange with hub and county. Nothing here is projected, nothing here is synced.

CREATE TABLE IF NOT EXISTS outbox (
  sha256       TEXT    PRIMARY KEY,
  audience     TEXT    NOT NULL,
  station      TEXT    NOT NULL,           -- whom an `all` bundle is sealed to; '' otherwise
  size         INTEGER NOT NULL,
  segments     INTEGER NOT NULL,
  receipt      INTEGER NOT NULL DEFAULT 0,
  places       TEXT    NOT NULL            -- [[log, to, head]]
);

-- Which segment has been sealed to which station ('' for its own audience).
CREATE TABLE IF NOT EXISTS sealed (
  segment      INTEGER NOT NULL,
  station      TEXT    NOT NULL,
  sha256       TEXT    NOT NULL,
  PRIMARY KEY (segment, station)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS receipts (
  epoch        TEXT    NOT NULL,
  number       INTEGER NOT NULL,
  time_ms      INTEGER NOT NULL,
  bundle       TEXT    NOT NULL,
  signed       TEXT    NOT NULL,
  PRIMARY KEY (epoch, number)
);

CREATE TABLE IF NOT EXISTS checkpoints (
  device       TEXT    NOT NULL,
  number       INTEGER NOT NULL,
  time_ms      INTEGER NOT NULL,
  signed       TEXT    NOT NULL,
  PRIMARY KEY (device, number)
);

-- Places that receipts (1) and checkpoints (2) named and that stand in a forked log: there seq alone says nothing.
CREATE TABLE IF NOT EXISTS places (
  state        INTEGER NOT NULL,
  log          INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  head         BLOB    NOT NULL,
  PRIMARY KEY (state, log, seq, head)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS drafts (
  author       TEXT    NOT NULL,
  key          TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  record       TEXT,
  body         TEXT    NOT NULL,
  saved_ms     INTEGER NOT NULL,
  PRIMARY KEY (author, key)
);

CREATE TABLE IF NOT EXISTS settings (
  name         TEXT    PRIMARY KEY,
  value        TEXT    NOT NULL
);

-- Last number given, per device letter: gapless, because it moves in the save's own transaction.
CREATE TABLE IF NOT EXISTS numbers (
  station      TEXT    NOT NULL,
  series       TEXT    NOT NULL,
  year         INTEGER NOT NULL,
  letter       TEXT    NOT NULL,
  last         INTEGER NOT NULL,
  PRIMARY KEY (station, series, year, letter)
) WITHOUT ROWID;
