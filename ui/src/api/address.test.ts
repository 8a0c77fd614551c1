// Addresses of records, as their kinds say in the dictionary.
import { beforeEach, expect, it, vi } from 'vitest'
import { addressOf } from './address'
import { call } from './call'
import { loadDictionary } from './dictionary'

vi.mock('./call', () => ({ call: vi.fn() }))

const KINDS = [
  { name: 'case', opens: { record: '/cases/{id}', new: '/recipients/{owner}?new=case', alone: '/cases?new=1' } },
  { name: 'group_session', opens: { record: '/groups/{group}?tab=sessions&session={id}', new: null, alone: null } },
  { name: 'errand', opens: { record: '/groups?record={id}', new: '/groups?new=errand', alone: null } },
  { name: 'training', page: { on: 'volunteers', tab: 'trainings' } },
  { name: 'training_attendee', parent: 'training', fields: [{ name: 'training', refers: 'training' }] },
  { name: 'intake', parent: 'case', fields: [{ name: 'case', refers: 'case' }] },
].map((kind) => ({ parent: null, fields: [], opens: null, page: null, ...kind }))

beforeEach(async () => {
  vi.mocked(call).mockImplementation((async (name: string) => {
    if (name === 'dictionary.get') return { kinds: KINDS, codes: [] }
    if (name === 'records.get') return { fields: { group: 'g1', training: 't1', case: 'c1' } }
    return { rows: [], items: [] }
  }) as never)
  await loadDictionary()
})

it.each([
  ['case', 'c1', '', '/cases/c1'],
  ['case', '', 'case:new:r1', '/recipients/r1?new=case'],
  ['case', '', 'case:new', '/cases?new=1'],
  ['errand', 'e1', '', '/groups?record=e1'],
  ['errand', '', 'errand:new', '/groups?new=errand'],
  ['group_session', 's1', '', '/groups/g1?tab=sessions&session=s1'],
  ['group_session', '', 'group_session:of:g2', '/groups/g2?tab=sessions&session=new'],
  ['training', 't1', '', '/volunteers?tab=trainings&open=t1'],
  ['training', '', 'training:new', '/volunteers?tab=trainings&open=new'],
  ['training_attendee', 'a1', '', '/volunteers?tab=trainings&open=t1'],
  ['intake', 'i1', '', '/cases/c1?document=intake&record=i1'],
  ['intake', '', 'intake:of:c2', '/cases/c2?document=intake'],
])('%s %s with draft %s opens at %s', async (kind, id, draft, path) => {
  expect((await addressOf(kind, id, draft)).path).toBe(path)
})
