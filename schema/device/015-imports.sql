-- Imports of ledgers, and files of one person that were merged.

-- 导入批次
CREATE TABLE import_batches (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  file_name TEXT,
  sheet TEXT,
  ledger TEXT,
  date TEXT,
  worker TEXT,
  finished TEXT,
  part INTEGER,
  row_count INTEGER,
  stored INTEGER,
  merged INTEGER,
  reported INTEGER,
  skipped INTEGER,
  created INTEGER,
  updated INTEGER,
  undone_date TEXT,
  kept INTEGER,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX import_batches_by_date ON import_batches (date);

-- The file that this one was merged into.
ALTER TABLE recipients ADD COLUMN merged_into TEXT;
CREATE INDEX recipients_merged_into ON recipients (merged_into) WHERE merged_into IS NOT NULL;
