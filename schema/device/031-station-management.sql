-- What a station keeps about itself: inspections, equipment, money.

-- 检查整改
CREATE TABLE inspections (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  inspector TEXT,
  inspection_type TEXT,
  content TEXT,
  problems TEXT,
  rectification TEXT,
  due_date TEXT,
  rectified_date TEXT,
  worker TEXT,
  remark TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX inspections_by_date ON inspections (date);
CREATE INDEX inspections_by_due_date ON inspections (due_date) WHERE rectified_date IS NULL;

-- 设备
CREATE TABLE equipment (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  equipment_type TEXT,
  asset_no TEXT,
  model TEXT,
  quantity INTEGER,
  source TEXT,
  acquired_date TEXT,
  amount INTEGER,
  place TEXT,
  keeper TEXT,
  equipment_state TEXT,
  remark TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);

-- 经费
CREATE TABLE expenses (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  flow TEXT,
  content TEXT,
  expense_type TEXT,
  fund_source TEXT,
  amount INTEGER,
  voucher_no TEXT,
  counterpart TEXT,
  worker TEXT,
  remark TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX expenses_by_date ON expenses (date);
