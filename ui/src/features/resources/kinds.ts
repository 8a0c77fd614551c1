// The plain registers of the pages 志愿与资源 and 站务: which kind each tab lists, which fields stand in its table, what
// belongs to a record. Labels come from the dictionary; nothing here decides what is valid.

/** One register. */
export interface Register {
  kind: string
  /** The ledger it is exported as. */
  ledger: string
  /** Word for one record, as in 登记资源. */
  noun: string
  columns: Array<{ field: string; width: number; grow?: boolean }>
  /** The date by which the year is chosen; none lists all years. */
  dated?: string
  /** Records that belong to one of these, with the field that says so. */
  children: Array<{ kind: string; label: string }>
  /** What a new record begins with besides its date: fields that get the person at this PC. */
  mine: string[]
  /** What it nearly always is. */
  usual?: Record<string, string | number>
  hint: string
}

/** The registers by tab. */
export const REGISTERS: Record<string, Register> = {
  resources: {
    kind: 'resource_linkage',
    ledger: 'resource_linkages',
    noun: '资源链接',
    dated: 'date',
    mine: ['worker'],
    children: [{ kind: 'resource_beneficiary', label: '受益对象' }],
    columns: [
      { field: 'date', width: 96 },
      { field: 'name', width: 140, grow: true },
      { field: 'donor', width: 160 },
      { field: 'donor_type', width: 90 },
      { field: 'resource_type', width: 80 },
      { field: 'amount', width: 120 },
      { field: 'beneficiary_persons', width: 80 },
      { field: 'signed', width: 90 },
    ],
    hint: '链接到一笔资金、物资、服务或场地，就在这里记一次：谁给的、折合多少、给了谁、凭证在哪。',
  },
  news: {
    kind: 'news_item',
    ledger: 'news',
    noun: '稿件',
    dated: 'date',
    mine: ['author'],
    children: [],
    columns: [
      { field: 'date', width: 96 },
      { field: 'title', width: 220, grow: true },
      { field: 'medium', width: 160 },
      { field: 'level', width: 100 },
      { field: 'author', width: 90 },
      { field: 'link', width: 160 },
    ],
    hint: '稿件刊发后登记标题、媒体和链接，月报里的信息篇数自动算。',
  },
  trainings: {
    kind: 'training',
    ledger: 'trainings',
    noun: '培训',
    dated: 'date',
    mine: [],
    children: [{ kind: 'training_attendee', label: '参训人员' }],
    columns: [
      { field: 'date', width: 96 },
      { field: 'name', width: 200, grow: true },
      { field: 'trained', width: 90 },
      { field: 'role', width: 90 },
      { field: 'minutes', width: 60 },
      { field: 'attendance', width: 80 },
      { field: 'organizer', width: 160 },
    ],
    hint: '本站举办或参加的培训，记次数、学时和参训人员；社工的学时可用于继续教育。',
  },
  orgs: {
    kind: 'community_org',
    ledger: 'community_orgs',
    noun: '社会组织',
    mine: ['worker'],
    children: [
      { kind: 'community_org_member', label: '成员' },
      { kind: 'community_org_activity', label: '活动' },
    ],
    columns: [
      { field: 'name', width: 180, grow: true },
      { field: 'org_type', width: 110 },
      { field: 'stage', width: 80 },
      { field: 'filing_no', width: 150 },
      { field: 'village', width: 110 },
      { field: 'leader', width: 80 },
      { field: 'member_count', width: 70 },
      { field: 'start_date', width: 104 },
    ],
    hint: '正在培育的社区社会组织：备案号、骨干、成员和他们办的活动。',
  },
  publications: {
    kind: 'publication',
    ledger: 'publications',
    noun: '成果',
    dated: 'date',
    mine: ['author'],
    children: [],
    columns: [
      { field: 'date', width: 96 },
      { field: 'title', width: 240, grow: true },
      { field: 'publication_type', width: 90 },
      { field: 'author', width: 90 },
      { field: 'published_in', width: 180 },
      { field: 'award', width: 140 },
    ],
    hint: '调研报告、案例、文章、成果手册，完成一篇登记一篇。',
  },
  office: {
    kind: 'administrative_work',
    ledger: 'administrative_works',
    noun: '行政事务',
    dated: 'date',
    mine: ['worker'],
    children: [],
    columns: [
      { field: 'date', width: 96 },
      { field: 'content', width: 240, grow: true },
      { field: 'asked_by', width: 160 },
      { field: 'minutes', width: 104 },
      { field: 'worker', width: 90 },
    ],
    hint: '被安排做的行政性事务记下用时，汇总后能如实反映占用了多少时间。',
  },
  inspections: {
    kind: 'inspection',
    ledger: 'inspections',
    noun: '检查整改',
    dated: 'date',
    mine: ['worker'],
    children: [],
    columns: [
      { field: 'date', width: 96 },
      { field: 'inspector', width: 160 },
      { field: 'inspection_type', width: 110 },
      { field: 'problems', width: 240, grow: true },
      { field: 'due_date', width: 100 },
      { field: 'rectified_date', width: 104 },
      { field: 'worker', width: 90 },
    ],
    hint: '上级、第三方来检查，或自己查出的问题，连同整改期限记在这里；到期还没整改，工作台会提醒。',
  },
  equipment: {
    kind: 'equipment',
    ledger: 'equipment',
    noun: '设备',
    mine: ['keeper'],
    usual: { quantity: 1, equipment_state: 'in_use' },
    children: [],
    columns: [
      { field: 'name', width: 180, grow: true },
      { field: 'equipment_type', width: 110 },
      { field: 'quantity', width: 70 },
      { field: 'source', width: 140 },
      { field: 'acquired_date', width: 96 },
      { field: 'amount', width: 110 },
      { field: 'place', width: 120 },
      { field: 'keeper', width: 90 },
      { field: 'equipment_state', width: 80 },
    ],
    hint: '办公用房、桌椅、电脑、打印机、档案柜、文具六项是建站必备，逐件登记；照片放在记录里。',
  },
  expenses: {
    kind: 'expense',
    ledger: 'expenses',
    noun: '经费',
    dated: 'date',
    mine: ['worker'],
    usual: { flow: 'out' },
    children: [],
    columns: [
      { field: 'date', width: 96 },
      { field: 'flow', width: 70 },
      { field: 'content', width: 220, grow: true },
      { field: 'expense_type', width: 110 },
      { field: 'fund_source', width: 180 },
      { field: 'amount', width: 120 },
      { field: 'voucher_no', width: 100 },
      { field: 'worker', width: 90 },
    ],
    hint: '拨入和支出各记一笔，只作站里的辅助台账，不代替机构的会计账。',
  },
}

/** On which page and tab a kind is shown. */
export const TAB_OF: Record<string, string> = {
  volunteer: '/volunteers?tab=volunteers',
  volunteer_service: '/volunteers?tab=services',
  gift_distribution: '/volunteers?tab=gifts',
  resource_linkage: '/volunteers?tab=resources',
  news_item: '/volunteers?tab=news',
  training: '/volunteers?tab=trainings',
  community_org: '/volunteers?tab=orgs',
  publication: '/volunteers?tab=publications',
  administrative_work: '/office?tab=office',
  inspection: '/office?tab=inspections',
  equipment: '/office?tab=equipment',
  expense: '/office?tab=expenses',
}
