// The print drawer, and what it is asked for.
import { describe, expect, it } from 'vitest'
import { asBlank, asSlips, leftOutSaid, nextPiece, openPrinting, printAsked, together } from './printing'

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

  it('a blank form has no record but says whose it will be; what is put together of files has none', () => {
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

  it('says which photos are left out and why, and nothing where all are there', () => {
    const none = { no_consent: 0, not_here: 0, beyond: 0 }
    expect(leftOutSaid(undefined)).toBe('')
    expect(leftOutSaid(together(none, none))).toBe('')
    const both = together(together(undefined, { ...none, no_consent: 1 }), { no_consent: 2, not_here: 1, beyond: 0 })
    expect(both).toEqual({ no_consent: 3, not_here: 1, beyond: 0 })
    expect(leftOutSaid(both)).toBe(
      '有照片没有附上：3 张没有取得“照片打码后公开使用”的同意，不能给站外；1 张还没有送到这台电脑，联网同步后再印。',
    )
  })
})
