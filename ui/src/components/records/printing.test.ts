// The print drawer, and what it is asked for.
import { describe, expect, it } from 'vitest'
import { asBlank, openPrinting, printAsked } from './printing'

describe('printing', () => {
  it('opens on what was asked last, each asking anew', () => {
    openPrinting([{ paper: 'visit', record: 'a' }])
    const first = printAsked.at
    openPrinting([{ paper: 'intake', record: 'b' }], '打印接案登记表')
    expect(printAsked.open).toBe(true)
    expect(printAsked.at).toBe(first + 1)
    expect(printAsked.papers[0]?.paper).toBe('intake')
  })

  it('a blank form has no record but still says whose it will be; a case file has no blank form', () => {
    const blank = asBlank([
      { paper: 'closure', record: 'a', owner: 'case-1' },
      { paper: 'case_file', record: 'c' },
    ])
    expect(blank).toEqual([{ paper: 'closure', rows: undefined, owner: 'case-1' }])
  })
})
