// Registering a person: checked while typing, kept as one draft, refused at the field of the part that is wrong.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { session } from '@/api/session'
import { openRegistration } from './registrationForm'

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
const today = '2026-11-23'

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
  answers['drafts.get'] = async () => ({ draft: null })
  answers['records.check'] = async () => ({ findings: [], derived: { sex: '2' }, guardian_consents: false })
  answers['recipients.duplicates'] = async () => ({ duplicates: [{ id: 'r9' }] })
  session.start = { person: { id: 'w1' } } as typeof session.start
})
afterEach(() => void vi.useRealTimers())

describe('typing a person', () => {
  it('fills what the ID number says and names who may be the same person', async () => {
    const form = await openRegistration(today)
    form.typed.recipient.id_number = '43052419880229451X'
    await rest()
    expect(form.typed.recipient.sex).toBe('2')
    expect(form.duplicates.value).toHaveLength(1)
  })

  it('asks for nobody alike before there is a name or a number', async () => {
    const form = await openRegistration(today)
    form.typed.recipient.village = '石桥村'
    await rest()
    expect(last('recipients.duplicates')).toBeUndefined()
  })

  it('keeps all parts as one draft and goes on with it', async () => {
    const form = await openRegistration(today)
    form.typed.recipient.name = '李秀英'
    form.typed.categories.push({ category: 'dibao' })
    await rest(2000)
    const draft = last('drafts.put')
    expect(draft).toMatchObject({ key: 'register:new', title: '登记 李秀英' })
    answers['drafts.get'] = async () => ({ draft })
    const again = await openRegistration(today)
    expect(again.restored.value).toBe(true)
    expect(again.typed.categories).toEqual([{ category: 'dibao' }])
  })

  it('begins anew when the draft is not wanted, and leaves none behind', async () => {
    answers['drafts.get'] = async () => ({ draft: { content: { recipient: { name: '李秀英' } } } })
    const form = await openRegistration(today)
    asked.length = 0
    await form.restart()
    await rest()
    expect(form.typed.recipient.name).toBeUndefined()
    expect(last('drafts.discard')).toEqual({ key: 'register:new' })
    expect(last('drafts.put')).toBeUndefined()
  })
})

describe('typing a person without a place for a draft', () => {
  it('leaves none behind that nothing could go on with', async () => {
    const form = await openRegistration(today, null)
    form.typed.recipient.name = '李秀英'
    await rest(2000)
    await form.keep()
    answers['recipients.register'] = async () => ({ recipient: { id: 'r1' } })
    expect((await form.save(false))?.recipient.id).toBe('r1')
    expect(last('recipients.register')).toMatchObject({ draft: null })
    expect(asked.filter((one) => one.name.startsWith('drafts.'))).toEqual([])
  })
})

describe('saving a registration', () => {
  it('that is refused says what is wrong at the field of its part, and a later check leaves it there', async () => {
    const wrong = { field: 'household.head_name', message: '请填户主', level: 'error' as const }
    answers['recipients.register'] = () => Promise.reject(new CallError('invalid', '', [wrong]))
    const form = await openRegistration(today)
    form.typed.recipient.name = '李秀英'
    expect(await form.save(false)).toBeNull()
    await rest()
    expect(form.findingsOf('household')).toMatchObject([{ field: 'head_name', message: '请填户主' }])
    expect(form.typed.recipient.name).toBe('李秀英')
    expect(last('records.check')?.provisional).toBe(false)
  })

  it('lets the draft go', async () => {
    answers['recipients.register'] = async () => ({ recipient: { id: 'r1' } })
    const form = await openRegistration(today)
    form.typed.recipient.name = '李秀英'
    expect((await form.save(true))?.recipient.id).toBe('r1')
    expect(last('recipients.register')).toMatchObject({ provisional: true, draft: 'register:new' })
    await form.keep()
    expect(last('drafts.discard')).toEqual({ key: 'register:new' })
  })
})
