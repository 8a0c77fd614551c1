// Rows of a survey, and what of them is sent when saving: new rows whole, changed ones by what changed, removed ones by
// name.
import { describe, expect, it } from 'vitest'
import { putBack, rowsToSave, savedNames, type SurveyRow } from './surveyRows'

function row(over: Partial<SurveyRow>): SurveyRow {
  return {
    kind: 'survey_income',
    id: 'one',
    isNew: false,
    removed: false,
    fields: {},
    before: {},
    masked: [],
    refs: { amount: [['log', 1, 'head']] },
    copyOf: null,
    ...over,
  }
}

describe('rows to be saved', () => {
  it('leaves out what did not change', () => {
    expect(rowsToSave([row({ fields: { amount: 100 }, before: { amount: 100 } })])).toEqual([])
  })

  it('sends only what changed, with what was seen', () => {
    const [sent] = rowsToSave([row({ fields: { amount: 200, months: 12 }, before: { amount: 100, months: 12 } })])
    expect(sent).toMatchObject({
      id: 'one',
      new: false,
      removed: false,
      fields: { amount: 200 },
      seen: { amount: [['log', 1, 'head']] },
    })
  })

  it('sends a new row whole, and where its ID number comes from', () => {
    const copyOf = { kind: 'household_member', id: 'm' }
    const [sent] = rowsToSave([row({ isNew: true, fields: { name: '甲', sex: '' }, copyOf })])
    expect(sent).toMatchObject({ new: true, fields: { name: '甲' }, copy_of: copyOf })
  })

  it('names a removed row without its fields, and forgets one that was never saved', () => {
    expect(rowsToSave([row({ removed: true, fields: { amount: 1 } })])[0]).toMatchObject({ removed: true, fields: {} })
    expect(rowsToSave([row({ removed: true, isNew: true })])).toEqual([])
  })

  it('does not send a masked value back', () => {
    const masked = row({
      kind: 'survey_member',
      fields: { id_number: '' },
      before: { id_number: '4301****' },
      masked: ['id_number'],
    })
    expect(rowsToSave([masked])).toEqual([])
  })
})

describe('what was typed while it was being saved', () => {
  const member = (over: Partial<SurveyRow>) => row({ kind: 'survey_member', refs: {}, ...over })
  const sent = {
    fields: { companions: '村主任' },
    rows: [
      member({ id: 'new-1', isNew: true, fields: { name: '甲', applicant: 'yes' } }),
      row({ id: 'new-2', isNew: true, refs: {}, fields: { member: 'new-1', item: 'salary', amount: 100 } }),
    ],
  }
  const back = () => ({
    fields: { companions: '村主任' },
    rows: [
      row({ id: 'income', fields: { member: 'person', item: 'salary', amount: 100 } }),
      member({ id: 'person', fields: { name: '甲', applicant: 'yes' } }),
    ],
  })
  const names = savedNames(sent.rows, back().rows)

  it('finds the saved rows by what was sent', () => {
    expect(names).toEqual({ 'new-1': 'person', 'new-2': 'income' })
  })

  it('does not take a row that somebody else saved for one of these', () => {
    expect(
      savedNames(
        [member({ id: 'new-1', isNew: true, fields: { name: '甲' } })],
        [member({ id: 'x', fields: { name: '乙' } })],
      ),
    ).toEqual({})
  })

  it('stands in the rows under their new names, with rows added meanwhile', () => {
    const typed = structuredClone(sent)
    typed.fields.companions = '村主任、会计'
    typed.rows[0]!.fields.remark = '腿脚不便'
    typed.rows.push(row({ id: 'new-3', isNew: true, refs: {}, fields: { member: 'new-1', amount: 50 } }))
    const form = back()
    expect(putBack(sent, typed, form, names)).toBe(true)
    expect(form.fields.companions).toBe('村主任、会计')
    expect(form.rows.find((one) => one.id === 'person')!.fields.remark).toBe('腿脚不便')
    expect(form.rows.find((one) => one.id === 'new-3')).toMatchObject({
      isNew: true,
      fields: { member: 'person', amount: 50 },
    })
  })

  it('changes nothing when nothing was typed', () => {
    const form = back()
    expect(putBack(sent, structuredClone(sent), form, names)).toBe(false)
    expect(form).toEqual(back())
  })

  it('takes a row out that was taken out meanwhile', () => {
    const typed = structuredClone(sent)
    typed.rows[1]!.removed = true
    const form = back()
    expect(putBack(sent, typed, form, names)).toBe(true)
    expect(form.rows.find((one) => one.id === 'income')!.removed).toBe(true)
  })
})
