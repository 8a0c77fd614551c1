// The address of a record: the page of its person or case, or the visit drawer. It asks the program only for the owner.
import type { RouteLocationNormalizedLoaded } from 'vue-router'
import { call } from '@/api/call'
import { kindOf } from '@/api/dictionary'
import { TAB_OF } from '@/features/resources/kinds'

/** A page address, or a visit to be opened over the page. */
export interface Address {
  path: string
  visit?: string
}

const OF_GROUP: Record<string, string> = {
  group_session: 'sessions',
  group_member: 'members',
  group_evaluation: 'evaluation',
}
const RECEPTION = ['consultation', 'errand', 'publicity']
const OF_PERSON: Record<string, string> = {
  recipient_category: '',
  consent: '',
  mandatory_report: '?tab=visits',
  child_guardianship: '?tab=care',
  parent_contact_check: '?tab=care',
  self_care_assessment: '?tab=care',
}

/** Finds where a record is shown. `draftKey` serves for new records that only exist as a draft. */
export async function addressOf(kind: string, id: string, draftKey = ''): Promise<Address> {
  if (kind === 'recipient') return { path: id ? `/recipients/${id}` : '/recipients/new' }
  if (kind === 'case') {
    const person = /^case:new:(.+)$/.exec(draftKey)?.[1]
    return { path: id ? `/cases/${id}` : person ? `/recipients/${person}?new=case` : '/cases?new=1' }
  }
  if (kind === 'visit') return { path: '', visit: id }
  if (kind === 'supervision_record') return { path: id ? `/supervision?record=${id}` : '/supervision' }
  if (kind === 'group') return { path: id ? `/groups/${id}` : '/groups?new=group' }
  if (kind === 'community_activity') return { path: id ? `/activities/${id}` : '/groups?new=community_activity' }
  if (RECEPTION.includes(kind))
    return { path: id ? `/groups?tab=reception&kind=${kind}&record=${id}` : `/groups?tab=reception&new=${kind}` }
  if (kind === 'means_survey') {
    const person = /^means_survey:new:(.+)$/.exec(draftKey)?.[1]
    return { path: id ? `/means/${id}` : person ? `/means/new?recipient=${person}` : '/means' }
  }
  if (kind === 'import_batch') return { path: '/recipients/import' }
  if (kind === 'county_year_param') return { path: '/parameters' }
  if (kind === 'monthly_brief') return { path: id ? `/briefs/${id}` : '/briefs' }
  if (kind in TAB_OF) return { path: `${TAB_OF[kind]}&open=${id || 'new'}` }
  const owner = /:of:([^:]+)$/.exec(draftKey)?.[1]
  const fields = id ? (await call('records.get', { kind, id })).fields : {}
  if (kind === 'attachment') return await addressOf(String(fields.target_kind), String(fields.target))
  if (kind === 'household') return await personOf(id)
  const parent = kindOf(kind)?.parent ?? ''
  if (parent in TAB_OF) return { path: `${TAB_OF[parent]}&open=${fields[parent] ?? owner ?? ''}` }
  if (kind === 'activity_participant') return { path: `/activities/${fields.activity}?tab=people` }
  if (kind === 'session_attendance') return await addressOf('group_session', String(fields.session))
  if (kind in OF_GROUP) {
    const session = kind === 'group_session' ? `&session=${id || 'new'}` : ''
    return { path: `/groups/${fields.group ?? owner}?tab=${OF_GROUP[kind]}${session}` }
  }
  if (kind in OF_PERSON) return { path: `/recipients/${fields.recipient ?? owner ?? ''}${OF_PERSON[kind]}` }
  const of = fields.case ?? owner
  return { path: of ? `/cases/${of}?document=${kind}${id ? `&record=${id}` : ''}` : '/cases' }
}

/** A household is shown on the page of somebody in it. */
async function personOf(household: string): Promise<Address> {
  const { rows } = await call('records.list', {
    kind: 'recipient',
    filters: [{ field: 'household', test: 'eq', value: household }],
    limit: 1,
  })
  return { path: rows[0] ? `/recipients/${rows[0].id}?tab=household` : '/recipients' }
}

/** The station that the county asked a page for; null for all. */
export function askedStation(route: RouteLocationNormalizedLoaded): string | null {
  return route.query.station ? String(route.query.station) : null
}
