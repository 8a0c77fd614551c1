// Hours in the spellings of the trade, and back.
import { describe, expect, it } from 'vitest'
import { readHours, sayHours } from './hours'

describe('hours', () => {
  it('are read as people type them', () => {
    const typed: Array<[string, number | null]> = [
      ['2', 120],
      ['2.5', 150],
      ['２．５', 150],
      ['1:30', 90],
      ['1小时30分钟', 90],
      ['3小时', 180],
      ['0.33', 20],
      ['0.83', 50],
      [' 4 学时', 240],
      ['', null],
      ['半天', null],
      ['2.555', null],
      ['1:75', null],
      ['-1', null],
    ]
    for (const [text, minutes] of typed) expect(readHours(text), text).toBe(minutes)
  })

  it('are shown as they were typed', () => {
    const shown: Array<[number | null, string]> = [
      [150, '2.5'],
      [60, '1'],
      [600, '10'],
      [6000, '100'],
      [50, '0.83'],
      [20, '0.33'],
      [0, '0'],
      [null, ''],
    ]
    for (const [minutes, text] of shown) expect(sayHours(minutes)).toBe(text)
  })
})
