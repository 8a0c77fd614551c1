// Each due line lands on the form that settles it.
import { expect, test } from 'vitest'
import type { DueItem } from '@/api/types'
import { landingOf } from './dueLanding'

const due = (what: DueItem['what'], kind: string): DueItem => ({
  what,
  text: '',
  date: '2026-11-20',
  days: 3,
  record: { kind, id: 'r1' },
})

test('a visit opens the form of a visit for that person, also where no visit was ever made', () => {
  expect(landingOf(due('visit', 'visit'), 'p1')).toEqual({ visit: 'p1' })
  expect(landingOf(due('visit', 'recipient'), 'p1')).toEqual({ visit: 'p1' })
})

test('what a case wants opens the paper that is wanted, in the file of the case', () => {
  expect(landingOf(due('follow_up', 'case'), 'p1')).toEqual({ path: '/cases/r1?document=follow_up' })
  expect(landingOf(due('assessment', 'case'), 'p1')).toEqual({ path: '/cases/r1?document=assessment' })
  expect(landingOf(due('goal', 'case'), 'p1')).toEqual({ path: '/cases/r1?document=service_plan' })
})

test('a review begins a survey of that person; the rest opens the record that says it', () => {
  expect(landingOf(due('review', 'recipient_category'), 'p1')).toEqual({ path: '/means/new?recipient=p1' })
  expect(landingOf(due('referral_receipt', 'referral'), 'p1')).toBeNull()
  expect(landingOf(due('aged_out', 'recipient_category'), 'p1')).toBeNull()
})
