// A record in a form: what is sent, what a draft brings back, what is masked, late checks.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { session } from '@/api/session'
import type { RecordView } from '@/api/types'
import { openRecordForm } from './recordForm'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<{ name: string; request: Record<string, unknown> }> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: Record<string, unknown>) => {
    asked.push({ name, request: JSON.parse(JSON.stringify(request)) })
    return answers[name]?.(request as never) ?? Promise.resolve({})
  },
}))
const last = (name: string) => asked.filter((one) => one.name === name).pop()?.request

const missing = { field: 'name', message: '请填写“活动名称”', level: 'error' as const }
const nothingWrong = { findings: [], derived: {}, questions: [], duplicates: [] }

/** Somebody on file, whose number is masked. */
const onFile = (fields = {}): RecordView =>
  ({
    kind: 'recipient',
    id: 'r1',
    fields: { name: '李秀英', village: '石桥村', id_number: '430***********451X', ...fields },
    masked: ['id_number'],
    refs: { village: [['log', 7, 'head']] },
    labels: {},
    editable: true,
  }) as unknown as RecordView

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
  answers['drafts.get'] = async () => ({ draft: null })
  answers['records.get'] = async () => onFile()
  session.start = { person: { id: 'w1', name: '王芳', role: 'worker' } } as typeof session.start
})
afterEach(() => void vi.useRealTimers())

describe('a form that is checked while it is saved', () => {
  beforeEach(() => {
    answers['records.save'] = async () => {
      throw new CallError('invalid', missing.message, [missing])
    }
  })

  it('keeps the message at the field when an earlier check answers after the save', async () => {
    let answer: (said: unknown) => void = () => undefined
    answers['records.check'] = () => new Promise((resolve) => (answer = resolve))
    const form = await openRecordForm({ kind: 'community_activity' })
    const checking = form.check(true)
    await form.save()
    answer(nothingWrong)
    await checking
    expect(form.findings.value).toEqual([missing])
  })

  it('takes what a check says after the save', async () => {
    answers['records.check'] = async () => nothingWrong
    const form = await openRecordForm({ kind: 'community_activity' })
    await form.save()
    await form.check(true)
    expect(form.findings.value).toEqual([])
  })
})

describe('changing a record', () => {
  it('sends what was changed and what was seen, and nothing that is masked', async () => {
    answers['records.save'] = async () => ({ record: onFile({ village: '大塘村' }), findings: [] })
    const form = await openRecordForm({ kind: 'recipient', id: 'r1', draftKey: 'recipient:r1' })
    form.values.village = '大塘村'
    await form.save()
    expect(last('records.save')).toEqual({
      kind: 'recipient',
      id: 'r1',
      fields: { village: '大塘村' },
      seen: { village: [['log', 7, 'head']] },
      provisional: false,
      draft: 'recipient:r1',
    })
  })

  it('keeps only what was changed as a draft', async () => {
    const form = await openRecordForm({ kind: 'recipient', id: 'r1', draftKey: 'recipient:r1' })
    form.values.village = '大塘村'
    await vi.advanceTimersByTimeAsync(900)
    expect(last('drafts.put')?.content).toEqual({ village: '大塘村' })
  })

  it('brings back what was left half way over what is on file', async () => {
    answers['drafts.get'] = async () => ({ draft: { content: { village: '大塘村', id_number: '430524' } } })
    const form = await openRecordForm({ kind: 'recipient', id: 'r1', draftKey: 'recipient:r1' })
    expect(form.restored.value).toBe(true)
    expect(form.changed()).toEqual({ village: '大塘村', id_number: '430524' })
    expect(form.masked.value).toEqual([])
  })

  it('throws the draft away when asked and shows what is on file', async () => {
    answers['drafts.get'] = async () => ({ draft: { content: { village: '大塘村' } } })
    const form = await openRecordForm({ kind: 'recipient', id: 'r1', draftKey: 'recipient:r1' })
    await form.dropDraft()
    expect(form.values.village).toBe('石桥村')
    expect(last('drafts.discard')).toEqual({ key: 'recipient:r1' })
    await vi.advanceTimersByTimeAsync(900)
    expect(last('drafts.put')).toBeUndefined()
  })

  it('leaves what is typed while it is being saved in its field, as a draft of its own', async () => {
    let end: () => void = () => undefined
    answers['records.save'] = () =>
      new Promise((done) => (end = () => done({ record: onFile({ village: '大塘村' }), findings: [] })))
    const form = await openRecordForm({ kind: 'recipient', id: 'r1', draftKey: 'recipient:r1' })
    form.values.village = '大塘村'
    const saving = form.save()
    form.values.phone = '13800000000'
    end()
    await saving
    expect(form.changed()).toEqual({ phone: '13800000000' })
    await vi.advanceTimersByTimeAsync(900)
    expect(last('drafts.put')?.content).toEqual({ phone: '13800000000' })
  })

  it('shows a masked field on request; that is not typing', async () => {
    answers['records.reveal'] = async () => ({ fields: { id_number: '43052419880229451X' } })
    const form = await openRecordForm({ kind: 'recipient', id: 'r1', draftKey: 'recipient:r1' })
    await form.reveal('id_number')
    expect(form.values.id_number).toBe('43052419880229451X')
    expect(form.dirty.value).toBe(false)
    expect(form.changed()).toEqual({})
  })
})

describe('a new record', () => {
  it('begins with what is known; that alone is no draft', async () => {
    const form = await openRecordForm({ kind: 'visit', draftKey: 'visit:new', begin: { date: '2026-11-23' } })
    expect(form.dirty.value).toBe(false)
    form.values.result = 'met'
    await vi.advanceTimersByTimeAsync(900)
    expect(last('drafts.put')?.content).toEqual({ date: '2026-11-23', result: 'met' })
  })

  it('is filled by the ID number only where nothing stands', async () => {
    answers['records.check'] = async () => ({ ...nothingWrong, derived: { sex: '2', name: '别人' } })
    const form = await openRecordForm({ kind: 'recipient', begin: { name: '李秀英' } })
    await form.check(true)
    expect(form.values).toMatchObject({ name: '李秀英', sex: '2' })
  })

  it('of somebody else who has unlocked meanwhile is not written among her drafts', async () => {
    const form = await openRecordForm({ kind: 'visit', draftKey: 'visit:new' })
    form.values.result = 'met'
    session.start = { person: { id: 'w2' } } as typeof session.start
    await form.keep()
    expect(last('drafts.put')).toBeUndefined()
  })
})
