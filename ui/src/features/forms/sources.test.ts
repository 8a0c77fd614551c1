// Sources of a form: the same text for the same source, and words for each, known or not.
import { expect, it } from 'vitest'
import type { FormSources } from '@/api/types'
import { choicesOf, keyOf, letters, said } from './sources'

const sources: FormSources = {
  figures: [{ code: 'visit.effective', label: '有效走访' }],
  words: [{ code: 'unit', label: '填报单位' }],
  ledgers: [],
}

it('offers words, and every figure over each span', () => {
  expect(choicesOf(sources).map((one) => one.label)).toEqual([
    '填报单位',
    '本期 · 有效走访',
    '上期 · 有效走访',
    '本年累计 · 有效走访',
  ])
  const keys = choicesOf(sources).map((one) => one.key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(choicesOf(null)).toEqual([])
})

it('says a figure that is gone by its code', () => {
  expect(said({ is: 'figure', code: 'visit.gone', over: 'period' }, sources)).toBe('本期 · visit.gone')
  expect(keyOf({ is: 'text', text: '无' })).toBe('text:无')
})

it('names columns as Excel does', () => {
  expect([1, 26, 27, 28, 703].map(letters)).toEqual(['A', 'Z', 'AA', 'AB', 'AAA'])
})
