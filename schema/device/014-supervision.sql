-- Supervision: the supervisor's verdicts, supervision sessions and what they ask to be done. Projected from the log like every
-- table of records.

-- 审核意见
CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  target_kind TEXT,
  target TEXT,
  verdict TEXT,
  text TEXT,
  date TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX reviews_by_target ON reviews (target);

-- 督导记录
CREATE TABLE supervision_records (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  record_no TEXT,
  date TEXT,
  start_time TEXT,
  end_time TEXT,
  place TEXT,
  mode TEXT,
  functions TEXT,
  supervisor TEXT,
  supervisor_qualification TEXT,
  supervisees TEXT,
  "case" TEXT,
  topics TEXT,
  questions TEXT,
  advice TEXT,
  feedback TEXT,
  supervisee_signed TEXT,
  supervisor_signed TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX supervision_records_by_date ON supervision_records (date);

-- 督导行动项
CREATE TABLE supervision_actions (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  supervision_record TEXT,
  action TEXT,
  responsible TEXT,
  due_date TEXT,
  done_date TEXT,
  result TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX supervision_actions_by_record ON supervision_actions (supervision_record);
