-- One table per record kind of schema/records/. Rows hold the winning values; they are projected from the log and written by
-- nothing else. A column is added by a later file, never renamed or retyped. `case` is a word of SQL: store quotes every name.
-- crates/domain/tests/dictionary.rs holds this file and the dictionary together.

-- 工作人员
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  role TEXT,
  phone TEXT,
  certificate TEXT,
  active TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);

-- 家庭
CREATE TABLE households (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  household_no TEXT,
  head_name TEXT,
  village TEXT,
  group_no TEXT,
  address TEXT,
  phone TEXT,
  hukou_type TEXT,
  population INTEGER,
  counted_population INTEGER,
  file_created TEXT,
  housing TEXT,
  housing_text TEXT,
  income_text TEXT,
  assets_text TEXT,
  expenses_text TEXT,
  poverty_cause TEXT,
  policies_text TEXT,
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
CREATE INDEX households_by_village ON households (village);

-- 服务对象
CREATE TABLE recipients (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  former_name TEXT,
  id_type TEXT,
  id_number TEXT,
  sex TEXT,
  birth_date TEXT,
  ethnicity TEXT,
  hukou_type TEXT,
  registered_division TEXT,
  registered_address TEXT,
  village TEXT,
  group_no TEXT,
  residence TEXT,
  phone TEXT,
  emergency_contact TEXT,
  emergency_relation TEXT,
  emergency_phone TEXT,
  household TEXT,
  accompanied TEXT,
  marital TEXT,
  education TEXT,
  political TEXT,
  religion TEXT,
  employment TEXT,
  health TEXT,
  health_text TEXT,
  self_care TEXT,
  poverty_cause TEXT,
  policies_text TEXT,
  needs TEXT,
  risk_level TEXT,
  guardian_name TEXT,
  guardian_relation TEXT,
  guardian_phone TEXT,
  guardianship TEXT,
  schooling TEXT,
  school TEXT,
  boarding TEXT,
  file_no TEXT,
  file_created TEXT,
  created_worker TEXT,
  assigned_worker TEXT,
  death_date TEXT,
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
CREATE INDEX recipients_by_village ON recipients (village);
-- Those on file, last changed first or by village: the two orders in which the register opens.
CREATE INDEX recipients_on_file ON recipients (deleted_reason, death_date, left_date, updated_ms);
CREATE INDEX recipients_on_file_by_village ON recipients (deleted_reason, death_date, left_date, village, name);
CREATE INDEX recipients_provisional ON recipients (provisional) WHERE provisional = 1;
CREATE INDEX recipients_by_assigned_worker ON recipients (assigned_worker);
CREATE INDEX recipients_by_household ON recipients (household);
CREATE INDEX recipients_by_id_number ON recipients (id_number);
CREATE INDEX recipients_by_name ON recipients (name);
CREATE INDEX recipients_by_file_created ON recipients (file_created);

-- 服务对象类别
CREATE TABLE recipient_categories (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  recipient TEXT,
  category TEXT,
  level TEXT,
  disability_type TEXT,
  disability_grade TEXT,
  cert_no TEXT,
  start_date TEXT,
  end_date TEXT,
  source_doc TEXT,
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
CREATE INDEX recipient_categories_by_recipient ON recipient_categories (recipient);
CREATE INDEX recipient_categories_by_category ON recipient_categories (category);

-- 家庭成员
CREATE TABLE household_members (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  household TEXT,
  recipient TEXT,
  name TEXT,
  relation_to_head TEXT,
  id_number TEXT,
  sex TEXT,
  birth_date TEXT,
  counted TEXT,
  marital TEXT,
  health TEXT,
  employment TEXT,
  workplace TEXT,
  phone TEXT,
  death_date TEXT,
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
CREATE INDEX household_members_by_household ON household_members (household);
CREATE INDEX household_members_by_recipient ON household_members (recipient);

-- 知情同意
CREATE TABLE consents (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  recipient TEXT,
  date TEXT,
  signer TEXT,
  signer_name TEXT,
  signer_relation TEXT,
  scope TEXT,
  paper_on_file TEXT,
  withdrawn_date TEXT,
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
CREATE INDEX consents_by_recipient ON consents (recipient);

-- 走访记录
CREATE TABLE visits (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  recipient TEXT,
  household TEXT,
  "case" TEXT,
  date TEXT,
  start_time TEXT,
  end_time TEXT,
  place TEXT,
  contact_mode TEXT,
  visit_type TEXT,
  result TEXT,
  visitor_staff TEXT,
  visitors TEXT,
  companions TEXT,
  purpose TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  observations TEXT,
  observation_text TEXT,
  income_change_text TEXT,
  change_text TEXT,
  needs TEXT,
  needs_text TEXT,
  harm_signs TEXT,
  risk_level TEXT,
  action_taken TEXT,
  next_date TEXT,
  paper_signed TEXT,
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
-- Everyone's newest visit is answered by this index alone.
CREATE INDEX visits_by_recipient ON visits (recipient, date, created_ms, next_date, result, provisional, deleted_reason, id);
CREATE INDEX visits_provisional ON visits (provisional) WHERE provisional = 1;
CREATE INDEX visits_by_date ON visits (date);
CREATE INDEX visits_by_next_date ON visits (next_date);
CREATE INDEX visits_by_case ON visits ("case");
CREATE INDEX visits_by_household ON visits (household);

-- 强制报告
CREATE TABLE mandatory_reports (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  recipient TEXT,
  visit TEXT,
  "case" TEXT,
  found_date TEXT,
  found_time TEXT,
  situation TEXT,
  situation_text TEXT,
  police_date TEXT,
  police_time TEXT,
  police_station TEXT,
  police_receiver TEXT,
  reporter TEXT,
  civil_affairs_note TEXT,
  education_note TEXT,
  measures TEXT,
  follow_up_note TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX mandatory_reports_by_recipient ON mandatory_reports (recipient);
CREATE INDEX mandatory_reports_by_visit ON mandatory_reports (visit);
CREATE INDEX mandatory_reports_by_provisional ON mandatory_reports (provisional);

-- 个案
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  recipient TEXT,
  case_no TEXT,
  lead_date TEXT,
  source TEXT,
  informant TEXT,
  informant_phone TEXT,
  reason TEXT,
  urgency TEXT,
  open_date TEXT,
  assigned_worker TEXT,
  problems TEXT,
  needs TEXT,
  risk_level TEXT,
  crisis TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  stage TEXT,
  stage_date TEXT,
  emergency_reason TEXT,
  emergency_date TEXT,
  emergency_time TEXT,
  reopened_no INTEGER,
  reopened_date TEXT,
  reopened_reason TEXT,
  archived_date TEXT,
  box_no TEXT,
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
CREATE INDEX cases_by_recipient ON cases (recipient);
CREATE INDEX cases_by_stage ON cases (stage);
CREATE INDEX cases_by_open_date ON cases (open_date);
CREATE INDEX cases_by_assigned_worker ON cases (assigned_worker);

-- 接案登记表
CREATE TABLE intakes (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  place TEXT,
  contact_mode TEXT,
  worker TEXT,
  source TEXT,
  companions TEXT,
  request_text TEXT,
  problems TEXT,
  first_judgement TEXT,
  risk_screen TEXT,
  past_help TEXT,
  used_resources TEXT,
  in_scope TEXT,
  decision TEXT,
  decision_text TEXT,
  supervisor_opinion TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX intakes_by_case ON intakes ("case");

-- 服务协议
CREATE TABLE recipient_agreements (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  content TEXT,
  goal TEXT,
  start_date TEXT,
  end_date TEXT,
  sessions INTEGER,
  rights TEXT,
  ending_terms TEXT,
  secrecy_text TEXT,
  informed_consent TEXT,
  scope TEXT,
  signer TEXT,
  signer_name TEXT,
  signer_relation TEXT,
  signed_by_recipient TEXT,
  signed_by_worker TEXT,
  signed_date TEXT,
  paper_on_file TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX recipient_agreements_by_case ON recipient_agreements ("case");

-- 需求预估表
CREATE TABLE assessments (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  worker TEXT,
  genogram_text TEXT,
  ecomap_text TEXT,
  physical TEXT,
  psychological TEXT,
  family_state TEXT,
  social TEXT,
  economic TEXT,
  problems TEXT,
  problems_text TEXT,
  needs TEXT,
  needs_text TEXT,
  resources TEXT,
  scale_name TEXT,
  scale_before INTEGER,
  theory TEXT,
  risk_level TEXT,
  conclusion TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX assessments_by_case ON assessments ("case");

-- 服务计划书
CREATE TABLE service_plans (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  overall_goal TEXT,
  model TEXT,
  strategy TEXT,
  steps TEXT,
  resources TEXT,
  difficulties TEXT,
  evaluation_method TEXT,
  planned_sessions INTEGER,
  recipient_confirmed TEXT,
  confirmed_date TEXT,
  supervisor_approval TEXT,
  supervisor_opinion TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX service_plans_by_case ON service_plans ("case");

-- 具体目标
CREATE TABLE plan_goals (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  service_plan TEXT,
  seq_no INTEGER,
  goal TEXT,
  indicator TEXT,
  baseline TEXT,
  target TEXT,
  due_date TEXT,
  attainment TEXT,
  attainment_percent INTEGER,
  attainment_note TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX plan_goals_by_case ON plan_goals ("case");
CREATE INDEX plan_goals_by_service_plan ON plan_goals (service_plan);

-- 过程记录
CREATE TABLE progress_notes (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  session_no INTEGER,
  date TEXT,
  start_time TEXT,
  end_time TEXT,
  place TEXT,
  contact_mode TEXT,
  worker TEXT,
  participants TEXT,
  recipients_present INTEGER,
  goal TEXT,
  summary TEXT,
  observation TEXT,
  skills TEXT,
  result TEXT,
  resources TEXT,
  reflection TEXT,
  next_plan TEXT,
  next_date TEXT,
  risk_change TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX progress_notes_by_case ON progress_notes ("case");
CREATE INDEX progress_notes_by_date ON progress_notes (date);

-- 阶段评估
CREATE TABLE interim_reviews (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  attainment_text TEXT,
  adjust_plan TEXT,
  adjustment TEXT,
  risk_level TEXT,
  supervisor_opinion TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX interim_reviews_by_case ON interim_reviews ("case");

-- 评估表
CREATE TABLE outcome_evaluations (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  attainment_text TEXT,
  scale_name TEXT,
  scale_after INTEGER,
  satisfaction TEXT,
  recipient_opinion TEXT,
  worker_opinion TEXT,
  supervisor_opinion TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX outcome_evaluations_by_case ON outcome_evaluations ("case");

-- 结案报告
CREATE TABLE closures (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  reason TEXT,
  reason_text TEXT,
  sessions INTEGER,
  minutes INTEGER,
  summary TEXT,
  change TEXT,
  unresolved TEXT,
  advice TEXT,
  recipient_signed TEXT,
  worker_signed TEXT,
  supervisor_signed TEXT,
  forced_note TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX closures_by_case ON closures ("case");
CREATE INDEX closures_by_date ON closures (date);

-- 跟进记录
CREATE TABLE follow_ups (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "case" TEXT,
  date TEXT,
  mode TEXT,
  worker TEXT,
  situation TEXT,
  situation_text TEXT,
  action TEXT,
  next_date TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX follow_ups_by_case ON follow_ups ("case");
CREATE INDEX follow_ups_by_next_date ON follow_ups (next_date);

-- 转介表
CREATE TABLE referrals (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  recipient TEXT,
  "case" TEXT,
  referring_org TEXT,
  receiving_org TEXT,
  contact TEXT,
  reason TEXT,
  summary TEXT,
  materials TEXT,
  consent_signed TEXT,
  referral_date TEXT,
  due_date TEXT,
  receipt_result TEXT,
  receipt_date TEXT,
  receipt_note TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX referrals_by_recipient ON referrals (recipient);
CREATE INDEX referrals_by_case ON referrals ("case");
CREATE INDEX referrals_by_due_date ON referrals (due_date);

-- 月度工作简报
CREATE TABLE monthly_briefs (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  month TEXT,
  issue_no INTEGER,
  version INTEGER,
  title TEXT,
  issuer TEXT,
  frozen_date TEXT,
  issued_by TEXT,
  sent_to TEXT,
  copies INTEGER,
  sections TEXT,
  figures TEXT,
  heads TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX monthly_briefs_by_month ON monthly_briefs (month);

-- 批注
CREATE TABLE annotations (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  target_kind TEXT,
  target TEXT,
  verdict TEXT,
  text TEXT,
  date TEXT,
  settled_date TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX annotations_by_target ON annotations (target);

-- 县级参数
CREATE TABLE county_parameters (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  name TEXT,
  value TEXT,
  effective_from TEXT,
  document_no TEXT,
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
CREATE INDEX county_parameters_by_name ON county_parameters (name);

-- 服务事项
CREATE TABLE service_items (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  area TEXT,
  code TEXT,
  name TEXT,
  approval_no TEXT,
  active TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX service_items_by_area ON service_items (area);
