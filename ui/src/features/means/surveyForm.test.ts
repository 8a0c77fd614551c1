// A means survey in a form: members and income typed side by side, the sum beside them, one save, one draft.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { session } from '@/api/session'
import { openSurvey } from './surveyForm'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<{ name: string; request: Record<string, never> }> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: Record<string, never>) => {
    asked.push({ name, request: JSON.parse(JSON.stringify(request)) })
    return answers[name]?.(request as never) ?? Promise.resolve({})
  },
}))
const last = (name: string) => asked.filter((one) => one.name === name).pop()?.request
const rest = (ms = 900) => vi.advanceTimersByTimeAsync(ms)

const record = (kind: string, id: string, fields: object) => ({
  kind,
  id,
  fields,
  masked: [],
  refs: {},
  labels: {},
  editable: true,
})
const saved = (extra: object[] = []) => ({
  record: record('means_survey', 's1', { recipient: 'r1', matter: 'dibao' }),
  estimate: { steps: [] },
  members: [record('survey_member', 'm1', { name: '李秀英' })],
  incomes: [record('survey_income', 'i1', { member: 'm1', amount: 20000 }), ...extra],
  expenses: [],
  assets: [],
  supporters: [],
})

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
  answers['drafts.get'] = async () => ({ draft: null })
  answers['means.get'] = async () => saved()
  answers['means.estimate'] = async () => ({ steps: [{ key: 'sum' }] })
  answers['means.begin'] = async () => ({
    fields: { recipient: 'r1' },
    rows: [{ kind: 'survey_member', id: 'new-a', fields: { name: '李秀英' }, copy_of: null }],
    labels: { recipient: '李秀英' },
    earlier: [],
  })
  session.start = { person: { id: 'w1' } } as typeof session.start
})
afterEach(() => void vi.useRealTimers())

describe('a new survey', () => {
  it('begins with the members of the household and what they come to', async () => {
    const form = await openSurvey({ recipient: 'r1' })
    expect(form.of('survey_member').map((row) => row.fields.name)).toEqual(['李秀英'])
    expect(form.estimate.value?.steps).toHaveLength(1)
    expect(form.dirty.value).toBe(false)
  })

  it('works the sum out again a moment after an income was typed, and keeps the draft', async () => {
    const form = await openSurvey({ recipient: 'r1' })
    asked.length = 0
    form.add('survey_income', { member: 'new-a', amount: 30000 })
    await rest()
    expect(last('means.estimate')?.rows).toHaveLength(2)
    expect(last('drafts.put')).toMatchObject({ key: 'means_survey:new:r1', title: '家计调查 李秀英' })
  })

  it('goes on where it was left', async () => {
    const left = { kind: 'survey_income', id: 'new-9', isNew: true, fields: { member: 'new-a', amount: 1 } }
    answers['drafts.get'] = async () => ({ draft: { content: { fields: { matter: 'dibao' }, rows: [left] } } })
    const form = await openSurvey({ recipient: 'r1' })
    expect(form.restored.value).toBe(true)
    expect(form.values.matter).toBe('dibao')
    expect(form.of('survey_income')).toHaveLength(1)
  })
})

describe('changing a survey', () => {
  it('sends the header and the rows by what changed, and one that was taken out by name', async () => {
    answers['means.save'] = async () => ({ survey: saved() })
    const form = await openSurvey({ id: 's1' })
    form.values.matter = 'tekun'
    form.remove(form.of('survey_income')[0]!)
    await form.save(false)
    expect(last('means.save')).toMatchObject({ id: 's1', fields: { matter: 'tekun' }, draft: 'means_survey:s1' })
    expect(last('means.save')?.rows).toMatchObject([{ id: 'i1', removed: true, fields: {} }])
  })

  it('takes the income of a member out with the member', async () => {
    const form = await openSurvey({ id: 's1' })
    form.remove(form.of('survey_member')[0]!)
    expect(form.of('survey_income')).toEqual([])
  })

  it('says what is wrong at the field of its row', async () => {
    const wrong = { field: 'rows.i1.amount', message: '请填金额', level: 'error' as const }
    answers['means.save'] = () => Promise.reject(new CallError('invalid', '', [wrong]))
    const form = await openSurvey({ id: 's1' })
    expect(await form.save(false)).toBeNull()
    expect(form.findingsOf(form.of('survey_income')[0]!)).toMatchObject([{ field: 'amount', message: '请填金额' }])
  })

  it('keeps an income that was typed while the survey was being saved', async () => {
    let end: () => void = () => undefined
    answers['means.save'] = () => new Promise((done) => (end = () => done({ survey: saved() })))
    const form = await openSurvey({ id: 's1' })
    form.values.matter = 'dibao'
    const saving = form.save(false)
    form.add('survey_income', { member: 'm1', amount: 500 })
    end()
    await saving
    expect(form.of('survey_income')).toHaveLength(2)
    expect(last('drafts.put')).toMatchObject({ key: 'means_survey:s1', record: 's1' })
  })

  it('shows a masked field of a row on request; that is not typing', async () => {
    answers['means.get'] = async () => {
      const survey = saved()
      Object.assign(survey.members[0]!, { fields: { id_number: '430***' }, masked: ['id_number'] })
      return survey
    }
    answers['records.reveal'] = async () => ({ fields: { id_number: '43052419880229451X' } })
    const form = await openSurvey({ id: 's1' })
    await form.reveal(form.of('survey_member')[0]!, 'id_number')
    expect(form.of('survey_member')[0]!.fields.id_number).toBe('43052419880229451X')
    expect(form.dirty.value).toBe(false)
  })

  it('only read keeps no draft', async () => {
    answers['means.get'] = async () => {
      const survey = saved()
      survey.record.editable = false
      return survey
    }
    const form = await openSurvey({ id: 's1' })
    form.values.matter = 'tekun'
    await rest()
    expect(last('drafts.put')).toBeUndefined()
  })
})
