-- Sealed photos and scans on this PC and how far each has travelled, and their thumbnails. Nothing here is projected, nothing here is
-- synced: which files belong to what say the attachment records.

CREATE TABLE IF NOT EXISTS blobs (
  blob         TEXT    PRIMARY KEY,        -- HMAC of the plain bytes' hash under the station's secret
  station      TEXT    NOT NULL,
  size         INTEGER NOT NULL,           -- of the sealed file
  here         INTEGER NOT NULL,           -- the file lies under blobs/
  own_key      INTEGER NOT NULL DEFAULT 0, -- sealed to this PC too, because the station's key has not come yet
  state        INTEGER NOT NULL DEFAULT 0, -- 0 here only, 1 at the hub, 2 at the county
  gone         INTEGER NOT NULL DEFAULT 0, -- 1 erased by the county, 2 the hub has been told; never fetched again
  wanted_ms    INTEGER NOT NULL DEFAULT 0  -- when somebody last wanted to see it and could not
) WITHOUT ROWID;

-- A cache, so that lists are quick: made anew from the file when it is missing.
CREATE TABLE IF NOT EXISTS thumbnails (
  blob         TEXT    PRIMARY KEY,
  jpeg         BLOB    NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS blobs_gone ON blobs (gone) WHERE gone > 0;
