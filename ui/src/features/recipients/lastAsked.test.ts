// The list of recipients is found as it was left, by the one who left it, and only when she comes back to it.
import { expect, test } from 'vitest'
import { askedBefore, keepAsked, narrowed } from './lastAsked'

test('what was asked for comes back by the link and by going back, not from the menu', () => {
  keepAsked('lin', { text: 'hyh', village: '荷叶塘村' })
  expect(askedBefore('lin', true, null)).toEqual({ text: 'hyh', village: '荷叶塘村' })
  expect(askedBefore('lin', false, '/recipients/0001')).toEqual({ text: 'hyh', village: '荷叶塘村' })
  expect(askedBefore('lin', false, '/visits')).toBeNull()
  expect(askedBefore('lin', false, undefined)).toBeNull()
})

test('another person does not see what was looked for', () => {
  keepAsked('lin', { text: 'hyh' })
  expect(askedBefore('zhou', true, null)).toBeNull()
})

test('an empty question narrows nothing', () => {
  expect(narrowed({ text: '', categories: [], risk: [], order: 'village' })).toBe(false)
  expect(narrowed({ due: true })).toBe(true)
  expect([narrowed({ worker: 'lin' }), narrowed({ worker: null })]).toEqual([true, false])
})
