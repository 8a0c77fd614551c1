// The choices about a ledger: each replaces the one before it and can be taken back.
import { describe, expect, it } from 'vitest'
import { chooseField, chooseRow, chooseValue, nothingChosen, unreadColumns } from './ledgerChoices'

describe('choices about a ledger', () => {
  it('keep one answer per value', () => {
    const choices = nothingChosen()
    chooseValue(choices, 'recipient.ethnicity', '火星族', '97')
    chooseValue(choices, 'recipient.sex', '火星族', '1')
    chooseValue(choices, 'recipient.ethnicity', '火星族', '')
    expect(choices.values).toEqual([
      { to: 'recipient.sex', raw: '火星族', value: '1' },
      { to: 'recipient.ethnicity', raw: '火星族', value: '' },
    ])
    chooseValue(choices, 'recipient.sex', '火星族', null)
    expect(choices.values).toHaveLength(1)
  })

  it('keep who a row is and which of its fields are taken apart from each other', () => {
    const choices = nothingChosen()
    chooseField(choices, 7, 'phone', true)
    chooseRow(choices, 7, 'same')
    chooseField(choices, 7, 'village', true)
    chooseField(choices, 7, 'phone', false)
    expect(choices.rows[7]).toEqual({ action: 'same', take: ['village'] })
    chooseRow(choices, 7, null)
    expect(choices.rows[7]).toEqual({ action: null, take: ['village'] })
  })

  it('find the columns of which more than one writing cannot be read', () => {
    const value = (to: string, raw: string, becomes: string | null) => ({
      to,
      label: to,
      raw,
      becomes,
      why: '',
      count: 1,
      row: 3,
      table: null,
      chosen: null,
    })
    const values = [
      value('birth', '1948.3', null),
      value('birth', '1950-03-06', '1950-03-06'),
      value('birth', '七十三岁', null),
      value('sex', '先生', null),
    ]
    expect(unreadColumns(values)).toEqual([{ to: 'birth', label: 'birth', count: 2 }])
    expect(unreadColumns([])).toEqual([])
  })
})
