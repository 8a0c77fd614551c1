// A month is counted and said as people in China do.
import { describe, expect, it } from 'vitest'
import { monthOf, monthPlus, sayMonth, sayWhen } from './chinaTime'

describe('months', () => {
  it('step over the turn of the year', () => {
    expect(monthPlus('2026-01', -1)).toBe('2025-12')
    expect(monthPlus('2026-12', 1)).toBe('2027-01')
    expect(monthPlus('2026-11', -11)).toBe('2025-12')
  })
  it('are those of China: the last evening of a month in London is already the next one', () => {
    expect(monthOf(new Date('2026-10-31T17:00:00Z'))).toBe('2026-11')
  })
  it('are said without leading zeros', () => expect(sayMonth('2026-03')).toBe('2026年3月'))
})

describe('moments', () => {
  it('are said on the clocks of China', () => expect(sayWhen(Date.UTC(2026, 10, 23, 1, 5))).toBe('2026-11-23 09:05'))
  it('just after midnight are 00 and of the new day', () =>
    expect(sayWhen(Date.UTC(2026, 10, 22, 16, 5))).toBe('2026-11-23 00:05'))
  it('that never were are said so', () => expect(sayWhen(null)).toBe('还没有'))
})
