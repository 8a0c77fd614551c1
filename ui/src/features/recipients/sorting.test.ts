// A column's title sorts, turns round, and lets go again.
import { expect, test } from 'vitest'
import { ariaSort, turned, type Sorting } from './sorting'

const usual: Sorting = { order: 'changed', descending: false }

test('one click sorts, the second turns it round, the third puts it back', () => {
  const once = turned(usual, 'next_visit')
  expect(once).toEqual({ order: 'next_visit', descending: false })
  expect(turned(once, 'next_visit')).toEqual({ order: 'next_visit', descending: true })
  expect(turned(turned(once, 'next_visit'), 'next_visit')).toEqual(usual)
})

test('another column begins anew', () => {
  expect(turned({ order: 'next_visit', descending: true }, 'name')).toEqual({ order: 'name', descending: false })
})

test('only the column sorted by says so', () => {
  expect(ariaSort({ order: 'age', descending: true }, 'age')).toBe('descending')
  expect([ariaSort(usual, 'age'), ariaSort(usual, undefined)]).toEqual([undefined, undefined])
})
