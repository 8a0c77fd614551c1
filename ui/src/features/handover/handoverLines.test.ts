// Receivers of somebody's open work: one for all, another for a single piece, and what stays.
import { expect, test } from 'vitest'
import type { OpenItem } from '@/api/types'
import { groupsOf, keyOf, linesOf, STAYS } from './handoverLines'

const item = (kind: string, id: string, unfinished = false): OpenItem => ({
  kind,
  kind_label: { case: '个案', visit: '走访记录' }[kind] ?? kind,
  id,
  title: id,
  state: '',
  unfinished,
})
const items = [item('case', 'a'), item('case', 'b'), item('visit', 'a', true)]

test('one receiver takes everything but what goes to another or stays', () => {
  const each = { [keyOf(items[0]!)]: 'wu', [keyOf(items[1]!)]: STAYS }
  expect(linesOf(items, { all: 'lin', each })).toEqual([
    { kind: 'case', id: 'a', to: 'wu' },
    { kind: 'visit', id: 'a', to: 'lin' },
  ])
})

test('a piece nobody was chosen for is not handed over', () => {
  expect(linesOf(items, { all: '', each: {} })).toEqual([])
  expect(linesOf(items, { all: '', each: { [keyOf(items[1]!)]: 'wu' } })).toEqual([{ kind: 'case', id: 'b', to: 'wu' }])
})

test('pieces stand under their kind, what is 暂存 by itself', () => {
  const told = groupsOf(items).map((group) => [group.label, group.items.length])
  expect(told).toEqual([
    ['个案', 2],
    ['暂存的走访记录', 1],
  ])
})
