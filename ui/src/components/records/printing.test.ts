// The print drawer, and what it is asked for.
import { describe, expect, it } from 'vitest'
import { asBlank, asSlips, nextPiece, openPrinting, printAsked } from './printing'

describe('printing', () => {
  it('opens on what was asked last, each asking anew', () => {
    openPrinting([{ paper: 'visit', record: 'a' }])
    const first = printAsked.at
    openPrinting([{ paper: 'intake', record: 'b' }], '打印接案登记表')
    expect(printAsked.open).toBe(true)
    expect(printAsked.at).toBe(first + 1)
    expect(printAsked.papers[0]?.paper).toBe('intake')
  })

  it('lays out a few papers at a time, and all pages of a long one before the next', () => {
    const first = { at: 0, first: 0, size: 2, count: 4 }
    expect(nextPiece(first, 2, 146)).toEqual({ ...first, at: 2 })
    expect(nextPiece(first, 9, 146)).toEqual({ ...first, first: 4 })
    expect(nextPiece({ ...first, first: 8 }, 9, 146)).toEqual({ ...first, at: 2 })
    expect(nextPiece({ ...first, at: 144 }, 4, 146)).toBeNull()
  })

  it('a slip to sign is of the same visit', () => {
    expect(asSlips([{ paper: 'visit', record: 'a' }])).toEqual([{ paper: 'visit_sign_off', record: 'a' }])
  })

  it('a blank form has no record but still says whose it will be; what is put together of files has no blank form', () => {
    const blank = asBlank([
      { paper: 'closure', record: 'a', owner: 'case-1' },
      { paper: 'case_file', record: 'c' },
      { paper: 'staff_roster', station: '43018111001' },
      { paper: 'rule_compendium', station: '43018111001' },
    ])
    expect(blank).toEqual([
      { paper: 'closure', rows: undefined, owner: 'case-1' },
      { paper: 'staff_roster', rows: undefined, owner: undefined },
    ])
  })
})
