// What of a survey's rows is sent when saving: new rows whole, changed ones by what changed, removed ones by name.
import { describe, expect, it } from 'vitest'
import { rowsToSave, type SurveyRow } from './surveyRows'

function row(over: Partial<SurveyRow>): SurveyRow {
  return { kind: 'survey_income', id: 'one', isNew: false, removed: false, fields: {}, before: {}, masked: [], refs: { amount: [['log', 1, 'head']] }, copyOf: null, ...over }
}

describe('rows to be saved', () => {
  it('leaves out what did not change', () => {
    expect(rowsToSave([row({ fields: { amount: 100 }, before: { amount: 100 } })])).toEqual([])
  })

  it('sends only what changed, with what was seen', () => {
    const [sent] = rowsToSave([row({ fields: { amount: 200, months: 12 }, before: { amount: 100, months: 12 } })])
    expect(sent).toMatchObject({ id: 'one', new: false, removed: false, fields: { amount: 200 }, seen: { amount: [['log', 1, 'head']] } })
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
    const masked = row({ kind: 'survey_member', fields: { id_number: '' }, before: { id_number: '4301****' }, masked: ['id_number'] })
    expect(rowsToSave([masked])).toEqual([])
  })
})
