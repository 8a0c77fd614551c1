// The address of a record, as its kind says in the dictionary: its own page, the tab of its register, or the page of
// its owner. It asks the program only for the owner.
import type { RouteLocationNormalizedLoaded } from 'vue-router'
import { call } from './call'
import { kindOf, ownerOf } from './dictionary'
import type { Fields, Kind } from './types'

/** A page address, or a visit to be opened over the page. */
export interface Address {
  path: string
  visit?: string
}

/** Finds where a record is shown. `draftKey` serves for new records that only exist as a draft. */
export async function addressOf(kind: string, id: string, draftKey = ''): Promise<Address> {
  if (kind === 'visit') return { path: '', visit: id }
  if (kind === 'household') return await personOf(id)
  const owner = /:(?:new|of):([^:]+)$/.exec(draftKey)?.[1] ?? ''
  const described = kindOf(kind)
  const template = templateOf(described, id, owner)
  const asks = !template || /\{(?!id\}|owner\})/.test(template)
  const fields: Fields = id && asks ? (await call('records.get', { kind, id })).fields : {}
  if (kind === 'attachment') return await addressOf(String(fields.target_kind), String(fields.target))
  if (kind === 'session_attendance') return await addressOf('group_session', String(fields.session))
  if (template) return { path: filled(template, id, owner, fields) }
  const file = fields.case ?? owner
  return { path: file ? `/cases/${file}?document=${kind}${id ? `&record=${id}` : ''}` : '/cases' }
}

/** The kind's address with its gaps; none for what stands in a case file. */
function templateOf(kind: Kind | undefined, id: string, owner: string): string | undefined {
  if (kind?.opens) {
    const { record, new: made, alone } = kind.opens
    return id ? record : owner ? (made ?? record) : (alone ?? made ?? record)
  }
  if (kind?.page) return `/${kind.page.on}?tab=${kind.page.tab}&open={id}`
  const page = ownerOf(kind)?.page
  return page ? `/${page.on}?tab=${page.tab}&open={${kind?.parent}}` : undefined
}

function filled(template: string, id: string, owner: string, fields: Fields): string {
  const value = (name: string): string =>
    name === 'id' ? id || 'new' : name === 'owner' ? owner : (fields[name] ?? owner)
  return template.replace(/\{(\w+)\}/g, (_, name: string) => value(name))
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
