-- Tables of group work, community activities, consultations, errands and publicity; made like those of 010-records.sql.

-- 社区活动
CREATE TABLE community_activities (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  plan_no TEXT,
  name TEXT,
  activity_type TEXT,
  state TEXT,
  plan_date TEXT,
  plan_time TEXT,
  place TEXT,
  worker TEXT,
  target_group TEXT,
  planned_people INTEGER,
  partners TEXT,
  budget INTEGER,
  background TEXT,
  goals TEXT,
  procedure TEXT,
  division_of_work TEXT,
  materials TEXT,
  risks TEXT,
  evaluation_method TEXT,
  supervisor_approval TEXT,
  approval_date TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  date TEXT,
  start_time TEXT,
  end_time TEXT,
  people_count INTEGER,
  elderly_count INTEGER,
  children_count INTEGER,
  disabled_count INTEGER,
  relief_count INTEGER,
  staff_count INTEGER,
  volunteers_count INTEGER,
  volunteer_hours INTEGER,
  booklets INTEGER,
  process TEXT,
  outcome TEXT,
  problems TEXT,
  summary TEXT,
  sign_sheet TEXT,
  goods_sheet TEXT,
  news_link TEXT,
  expense INTEGER,
  survey_sent INTEGER,
  survey_returned INTEGER,
  satisfaction_mean TEXT,
  satisfaction_items TEXT,
  opinions TEXT,
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
CREATE INDEX community_activities_by_plan_date ON community_activities (plan_date);
CREATE INDEX community_activities_by_date ON community_activities (date);
CREATE INDEX community_activities_by_state ON community_activities (state);

-- 活动签到
CREATE TABLE activity_participants (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  activity TEXT,
  recipient TEXT,
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
CREATE INDEX activity_participants_by_activity ON activity_participants (activity);
CREATE INDEX activity_participants_by_recipient ON activity_participants (recipient);

-- 小组
CREATE TABLE groups (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  plan_no TEXT,
  name TEXT,
  group_type TEXT,
  model TEXT,
  start_date TEXT,
  planned_end_date TEXT,
  planned_sessions INTEGER,
  planned_members INTEGER,
  session_time TEXT,
  place TEXT,
  worker TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  theory TEXT,
  background TEXT,
  overall_goal TEXT,
  goals TEXT,
  target_group TEXT,
  criteria TEXT,
  difficulties TEXT,
  evaluation_method TEXT,
  test_name TEXT,
  helpers TEXT,
  budget INTEGER,
  budget_detail TEXT,
  supervisor_approval TEXT,
  approval_date TEXT,
  end_date TEXT,
  end_reason TEXT,
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
CREATE INDEX groups_by_start_date ON groups (start_date);

-- 组员
CREATE TABLE group_members (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "group" TEXT,
  recipient TEXT,
  name TEXT,
  sex TEXT,
  birth_date TEXT,
  village TEXT,
  phone TEXT,
  joined_date TEXT,
  left_date TEXT,
  left_reason TEXT,
  pre_score INTEGER,
  post_score INTEGER,
  needs_case TEXT,
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
CREATE INDEX group_members_by_group ON group_members ("group");
CREATE INDEX group_members_by_recipient ON group_members (recipient);

-- 小组活动记录
CREATE TABLE group_sessions (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "group" TEXT,
  session_no INTEGER,
  state TEXT,
  date TEXT,
  start_time TEXT,
  end_time TEXT,
  place TEXT,
  stage TEXT,
  worker TEXT,
  topic TEXT,
  goal TEXT,
  procedure TEXT,
  volunteers_count INTEGER,
  process TEXT,
  performance TEXT,
  dynamics TEXT,
  achievement TEXT,
  problems TEXT,
  reflection TEXT,
  next_plan TEXT,
  sign_sheet TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX group_sessions_by_group ON group_sessions ("group");
CREATE INDEX group_sessions_by_date ON group_sessions (date);

-- 出勤
CREATE TABLE session_attendances (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  session TEXT,
  member TEXT,
  status TEXT,
  provisional INTEGER NOT NULL DEFAULT 0,
  deleted_reason TEXT,
  created_ms INTEGER,
  created_by TEXT,
  updated_ms INTEGER,
  updated_by TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  refs TEXT NOT NULL
);
CREATE INDEX session_attendances_by_session ON session_attendances (session);
CREATE INDEX session_attendances_by_member ON session_attendances (member);

-- 小组评估
CREATE TABLE group_evaluations (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  "group" TEXT,
  date TEXT,
  worker TEXT,
  sessions INTEGER,
  expected_times INTEGER,
  attended_times INTEGER,
  attendance_rate TEXT,
  survey_sent INTEGER,
  survey_returned INTEGER,
  satisfaction_mean TEXT,
  comparison_text TEXT,
  goals_text TEXT,
  feedback TEXT,
  experience TEXT,
  expense INTEGER,
  follow_up_text TEXT,
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
CREATE INDEX group_evaluations_by_group ON group_evaluations ("group");

-- 来访咨询
CREATE TABLE consultations (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  recipient TEXT,
  visitor_name TEXT,
  phone TEXT,
  village TEXT,
  contact_mode TEXT,
  people_count INTEGER,
  worker TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  needs TEXT,
  content TEXT,
  answer TEXT,
  result TEXT,
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
CREATE INDEX consultations_by_date ON consultations (date);
CREATE INDEX consultations_by_recipient ON consultations (recipient);

-- 代办协办
CREATE TABLE errands (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  recipient TEXT,
  client_name TEXT,
  phone TEXT,
  village TEXT,
  worker TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  errand_type TEXT,
  content TEXT,
  office TEXT,
  result TEXT,
  done_date TEXT,
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
CREATE INDEX errands_by_date ON errands (date);
CREATE INDEX errands_by_recipient ON errands (recipient);

-- 政策宣传
CREATE TABLE publicities (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  date TEXT,
  topic TEXT,
  publicity_mode TEXT,
  place TEXT,
  start_time TEXT,
  end_time TEXT,
  worker TEXT,
  area TEXT,
  service_item TEXT,
  service_method TEXT,
  approval_no TEXT,
  people_count INTEGER,
  booklets INTEGER,
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
CREATE INDEX publicities_by_date ON publicities (date);
