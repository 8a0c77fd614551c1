-- Photos and scans of records of any kind: what they show, whose they are, and the name of their sealed file (020-attachments.sql).

-- 照片与扫描件
CREATE TABLE attachments (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  target_kind TEXT,
  target TEXT,
  purpose TEXT,
  caption TEXT,
  taken_date TEXT,
  taken_time TEXT,
  place TEXT,
  pages TEXT,
  rotation INTEGER,
  mime TEXT,
  size INTEGER,
  width INTEGER,
  height INTEGER,
  page_count INTEGER,
  sha256 TEXT,
  source TEXT,
  blob TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX attachments_by_target ON attachments (target);
CREATE INDEX attachments_by_sha256 ON attachments (sha256);
CREATE INDEX attachments_by_source ON attachments (source);
CREATE INDEX attachments_by_blob ON attachments (blob);
