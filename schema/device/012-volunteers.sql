-- Volunteers, resources, gifts, news, trainings, community organisations, publications, office work, targets, holidays.
-- Same rules as 010-records.sql; crates/domain/tests/dictionary.rs holds this file and the dictionary together.

-- 志愿者
CREATE TABLE volunteers (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  id_type TEXT,
  id_number TEXT,
  sex TEXT,
  birth_date TEXT,
  village TEXT,
  residence TEXT,
  phone TEXT,
  service_types TEXT,
  skills TEXT,
  organization TEXT,
  registered_date TEXT,
  national_no TEXT,
  public_consent TEXT,
  left_date TEXT,
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
CREATE INDEX volunteers_by_name ON volunteers (name);
CREATE INDEX volunteers_by_registered_date ON volunteers (registered_date);
CREATE INDEX volunteers_by_id_number ON volunteers (id_number);

-- 志愿服务记录
CREATE TABLE volunteer_services (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  volunteer TEXT,
  community_activity TEXT,
  activity TEXT,
  date TEXT,
  start_time TEXT,
  end_time TEXT,
  minutes INTEGER,
  place TEXT,
  content TEXT,
  organizer TEXT,
  leader TEXT,
  area TEXT,
  insured TEXT,
  quality TEXT,
  quality_text TEXT,
  evaluated_date TEXT,
  recorded_date TEXT,
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
CREATE INDEX volunteer_services_by_volunteer ON volunteer_services (volunteer);
CREATE INDEX volunteer_services_by_date ON volunteer_services (date);
CREATE INDEX volunteer_services_by_recorded_date ON volunteer_services (recorded_date);

-- 志愿者培训
CREATE TABLE volunteer_trainings (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  volunteer TEXT,
  name TEXT,
  date TEXT,
  minutes INTEGER,
  organizer TEXT,
  content TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX volunteer_trainings_by_volunteer ON volunteer_trainings (volunteer);

-- 志愿者表彰
CREATE TABLE volunteer_commendations (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  volunteer TEXT,
  name TEXT,
  date TEXT,
  granted_by TEXT,
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
CREATE INDEX volunteer_commendations_by_volunteer ON volunteer_commendations (volunteer);

-- 资源链接
CREATE TABLE resource_linkages (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  donor TEXT,
  donor_type TEXT,
  donor_phone TEXT,
  resource_type TEXT,
  name TEXT,
  quantity INTEGER,
  unit TEXT,
  amount INTEGER,
  amount_basis TEXT,
  area TEXT,
  beneficiary_persons INTEGER,
  beneficiary_households INTEGER,
  signed TEXT,
  vouchers TEXT,
  worker TEXT,
  use_text TEXT,
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
CREATE INDEX resource_linkages_by_date ON resource_linkages (date);

-- 资源受益对象
CREATE TABLE resource_beneficiaries (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  resource_linkage TEXT,
  recipient TEXT,
  household TEXT,
  name TEXT,
  quantity INTEGER,
  amount INTEGER,
  detail TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX resource_beneficiaries_by_resource_linkage ON resource_beneficiaries (resource_linkage);
CREATE INDEX resource_beneficiaries_by_recipient ON resource_beneficiaries (recipient);

-- 慰问与物资发放
CREATE TABLE gift_distributions (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  date TEXT,
  occasion TEXT,
  goods TEXT,
  unit TEXT,
  each_amount INTEGER,
  place TEXT,
  sponsor TEXT,
  resource_linkage TEXT,
  area TEXT,
  worker TEXT,
  witness TEXT,
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
CREATE INDEX gift_distributions_by_date ON gift_distributions (date);

-- 发放签收
CREATE TABLE gift_receipts (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  gift_distribution TEXT,
  recipient TEXT,
  household TEXT,
  name TEXT,
  village TEXT,
  quantity INTEGER,
  signed TEXT,
  signed_date TEXT,
  signed_by TEXT,
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
CREATE INDEX gift_receipts_by_gift_distribution ON gift_receipts (gift_distribution);
CREATE INDEX gift_receipts_by_recipient ON gift_receipts (recipient);

-- 信息宣传
CREATE TABLE news_items (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  title TEXT,
  date TEXT,
  medium TEXT,
  level TEXT,
  link TEXT,
  author TEXT,
  summary TEXT,
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
CREATE INDEX news_items_by_date ON news_items (date);

-- 培训
CREATE TABLE trainings (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  date TEXT,
  end_date TEXT,
  minutes INTEGER,
  trained TEXT,
  role TEXT,
  organizer TEXT,
  lecturer TEXT,
  place TEXT,
  attendance INTEGER,
  content TEXT,
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
CREATE INDEX trainings_by_date ON trainings (date);

-- 参训人员
CREATE TABLE training_attendees (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  training TEXT,
  staff TEXT,
  volunteer TEXT,
  name TEXT,
  minutes INTEGER,
  certificate TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX training_attendees_by_training ON training_attendees (training);
CREATE INDEX training_attendees_by_staff ON training_attendees (staff);

-- 社区社会组织
CREATE TABLE community_orgs (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  org_type TEXT,
  village TEXT,
  founded_date TEXT,
  stage TEXT,
  filing_no TEXT,
  filing_date TEXT,
  filing_office TEXT,
  leader TEXT,
  phone TEXT,
  member_count INTEGER,
  backbone TEXT,
  start_date TEXT,
  end_date TEXT,
  worker TEXT,
  support TEXT,
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
CREATE INDEX community_orgs_by_start_date ON community_orgs (start_date);

-- 社区社会组织成员
CREATE TABLE community_org_members (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  community_org TEXT,
  name TEXT,
  role TEXT,
  phone TEXT,
  joined_date TEXT,
  volunteer TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX community_org_members_by_community_org ON community_org_members (community_org);

-- 社区社会组织活动
CREATE TABLE community_org_activities (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  community_org TEXT,
  date TEXT,
  name TEXT,
  place TEXT,
  participants INTEGER,
  content TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX community_org_activities_by_community_org ON community_org_activities (community_org);
CREATE INDEX community_org_activities_by_date ON community_org_activities (date);

-- 调研报告与案例
CREATE TABLE publications (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  title TEXT,
  publication_type TEXT,
  date TEXT,
  author TEXT,
  authors TEXT,
  published_in TEXT,
  award TEXT,
  summary TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX publications_by_date ON publications (date);

-- 行政性事务
CREATE TABLE administrative_works (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  content TEXT,
  asked_by TEXT,
  minutes INTEGER,
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
CREATE INDEX administrative_works_by_date ON administrative_works (date);

-- 年度指标
CREATE TABLE kpi_targets (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  year INTEGER,
  name TEXT,
  set_by TEXT,
  document_no TEXT,
  seq_no INTEGER,
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
CREATE INDEX kpi_targets_by_year ON kpi_targets (year);

-- 子目标
CREATE TABLE kpi_sub_targets (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  kpi_target TEXT,
  figure TEXT,
  target INTEGER,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX kpi_sub_targets_by_kpi_target ON kpi_sub_targets (kpi_target);

-- 指标补录
CREATE TABLE kpi_manual_adjusts (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  kpi_sub_target TEXT,
  date TEXT,
  amount INTEGER,
  reason TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX kpi_manual_adjusts_by_kpi_sub_target ON kpi_manual_adjusts (kpi_sub_target);

-- 节假日安排
CREATE TABLE holiday_calendars (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  year INTEGER,
  notice TEXT,
  off TEXT,
  work TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
