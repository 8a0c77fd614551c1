// Targets are typed in the figure's unit and kept in the smallest one.
import { describe, expect, it } from 'vitest'
import { keptAmount, typedAmount } from './targetAmount'

describe('amounts of targets', () => {
  it('are kept in 分, minutes, or as the count', () => {
    expect(keptAmount('50000', 100)).toBe(5_000_000)
    expect(keptAmount('１００', 60)).toBe(6000)
    expect(keptAmount('700', 1)).toBe(700)
    expect(keptAmount(' ', 1)).toBe(null)
  })

  it('leave what is no number for the program to refuse', () => {
    for (const typed of ['很多', '-5', '1.5']) expect(keptAmount(typed, 1)).toBe(typed)
  })

  it('come back as they were typed', () => {
    expect([typedAmount(5_000_000, 100), typedAmount(1250, 100), typedAmount(6000, 60), typedAmount(700, 1)]).toEqual([
      '50000',
      '12.50',
      '100',
      '700',
    ])
  })
})
