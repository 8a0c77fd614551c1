// The plain registers of the page 志愿者与资源: which kind each tab lists, which fields stand in its table, what belongs to a record.
// Labels come from the dictionary; nothing here decides what is valid.

/** One register. */
export interface Register {
  kind: string
  /** Word for one record, as in 登记资源. */
  noun: string
  columns: Array<{ field: string; width: number; grow?: boolean }>
  /** The date by which the year is chosen; none lists all years. */
  dated?: string
  /** Records that belong to one of these, with the field that says so. */
  children: Array<{ kind: string; label: string }>
  /** What a new record begins with besides its date: fields that get the person at this PC. */
  mine: string[]
  hint: string
}

/** The registers by tab. */
export const REGISTERS: Record<string, Register> = {
  resources: {
    kind: 'resource_linkage', noun: '资源链接', dated: 'date', mine: ['worker'], children: [{ kind: 'resource_beneficiary', label: '受益对象' }],
    columns: [{ field: 'date', width: 96 }, { field: 'name', width: 140, grow: true }, { field: 'donor', width: 160 }, { field: 'donor_type', width: 90 }, { field: 'resource_type', width: 60 }, { field: 'amount', width: 120 }, { field: 'beneficiary_persons', width: 80 }, { field: 'signed', width: 90 }],
    hint: '链接到一笔资金、物资、服务或场地，就在这里记一次：谁给的、折合多少、给了谁、凭证在哪。',
  },
  news: {
    kind: 'news_item', noun: '稿件', dated: 'date', mine: ['author'], children: [],
    columns: [{ field: 'date', width: 96 }, { field: 'title', width: 220, grow: true }, { field: 'medium', width: 160 }, { field: 'level', width: 100 }, { field: 'author', width: 90 }, { field: 'link', width: 160 }],
    hint: '稿件刊发后登记标题、媒体和链接，月报里的信息篇数自动算。',
  },
  trainings: {
    kind: 'training', noun: '培训', dated: 'date', mine: [], children: [{ kind: 'training_attendee', label: '参训人员' }],
    columns: [{ field: 'date', width: 96 }, { field: 'name', width: 200, grow: true }, { field: 'trained', width: 90 }, { field: 'role', width: 90 }, { field: 'minutes', width: 60 }, { field: 'attendance', width: 80 }, { field: 'organizer', width: 160 }],
    hint: '本站举办或参加的培训，记次数、学时和参训人员；社工的学时可用于继续教育。',
  },
  orgs: {
    kind: 'community_org', noun: '社会组织', mine: ['worker'], children: [{ kind: 'community_org_member', label: '成员' }, { kind: 'community_org_activity', label: '活动' }],
    columns: [{ field: 'name', width: 180, grow: true }, { field: 'org_type', width: 110 }, { field: 'stage', width: 80 }, { field: 'filing_no', width: 150 }, { field: 'village', width: 110 }, { field: 'leader', width: 80 }, { field: 'member_count', width: 70 }, { field: 'start_date', width: 110 }],
    hint: '正在培育的社区社会组织：备案号、骨干、成员和他们办的活动。',
  },
  publications: {
    kind: 'publication', noun: '成果', dated: 'date', mine: ['author'], children: [],
    columns: [{ field: 'date', width: 96 }, { field: 'title', width: 240, grow: true }, { field: 'publication_type', width: 90 }, { field: 'author', width: 90 }, { field: 'published_in', width: 180 }, { field: 'award', width: 140 }],
    hint: '调研报告、案例、文章、成果手册，完成一篇登记一篇。',
  },
  office: {
    kind: 'administrative_work', noun: '行政事务', dated: 'date', mine: ['worker'], children: [],
    columns: [{ field: 'date', width: 96 }, { field: 'content', width: 240, grow: true }, { field: 'asked_by', width: 160 }, { field: 'minutes', width: 70 }, { field: 'worker', width: 90 }],
    hint: '被安排做的行政性事务记下用时，汇总后能如实反映占用了多少时间。',
  },
}

/** On which tab a kind is shown. */
export const TAB_OF: Record<string, string> = {
  volunteer: 'volunteers', volunteer_service: 'services', gift_distribution: 'gifts', resource_linkage: 'resources', news_item: 'news', training: 'trainings',
  community_org: 'orgs', publication: 'publications', administrative_work: 'office',
}
