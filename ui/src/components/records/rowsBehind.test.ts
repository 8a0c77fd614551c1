// Rows behind a number: which month is meant by 上月, which figures have something behind them.
import { describe, expect, it, vi } from 'vitest'
import { counts, monthBefore } from './rowsBehind'

vi.mock('@/api/call', () => ({ call: () => Promise.reject(new Error('asks nothing here')) }))

describe('the month before', () => {
  it('goes back over the turn of the year', () => {
    expect(monthBefore('2026-01')).toBe('2025-12')
    expect(monthBefore('2026-11')).toBe('2026-10')
    expect(monthBefore('2026-10')).toBe('2026-09')
  })
})

describe('a figure that can be opened', () => {
  it('is one that counts something', () => {
    expect(['106', '51.5%'].every(counts)).toBe(true)
    expect(['', '—', '0'].some(counts)).toBe(false)
  })
})
