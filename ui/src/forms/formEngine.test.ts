// The form engine, in the verbs of whoever types: type, leave half way, come back, save, be refused.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { useForm, type Form } from './formEngine'

interface Note {
  text: string
  lines: string[]
}

/** A place for drafts in memory. */
function shelf(left: Note | null = null) {
  return {
    kept: left,
    async get() {
      return this.kept
    },
    async put(content: Note) {
      this.kept = content
    },
    async discard() {
      this.kept = null
    },
  }
}

const missing = { field: 'text', message: '请填写“内容”', level: 'error' as const }
const refuse = () => Promise.reject(new CallError('invalid', '', [missing]))

/** A form of notes; what it asks of the program ends when the test says so. */
async function open(drafts = shelf(), after?: number) {
  const content: Note = { text: '', lines: [] }
  const asked: Array<{ provisional: boolean; answer: (said: string) => void; fail: () => void }> = []
  const form: Form<Note> = useForm<Note, Note, string>({
    content,
    draft: drafts,
    typed: () => form.content.text !== '' || form.content.lines.length > 0,
    ask: {
      after,
      put: (provisional) =>
        new Promise((answer, refused) => asked.push({ provisional, answer, fail: () => refused(new Error()) })),
      take: (said) => (form.findings.value = said ? [{ ...missing, message: said }] : []),
    },
  })
  await form.begin((left) => {
    Object.assign(form.content, left)
    return left.text !== ''
  })
  return { form, drafts, asked }
}

const rest = (ms = 900) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('typing', () => {
  it('is kept within a second, in lists within the form too', async () => {
    const { form, drafts } = await open()
    form.content.text = '屋顶漏水'
    form.content.lines.push('修缮')
    await rest()
    expect(drafts.kept).toEqual({ text: '屋顶漏水', lines: ['修缮'] })
  })

  it('is kept at once when the drawer closes', async () => {
    const { form, drafts } = await open()
    form.content.text = '屋'
    await rest(1)
    await form.keep()
    expect(drafts.kept?.text).toBe('屋')
  })

  it('that the program did is no reason for a draft', async () => {
    const { form, drafts } = await open()
    form.fill(() => (form.content.text = '自动带出'))
    await rest()
    expect(drafts.kept).toBeNull()
  })

  it('goes on where it was left, and says so', async () => {
    const { form } = await open(shelf({ text: '上次的', lines: [] }))
    expect(form.content.text).toBe('上次的')
    expect(form.restored.value).toBe(true)
    expect(form.dirty.value).toBe(true)
  })

  it('asks the program a moment after the last key, not at every key', async () => {
    const { form, asked } = await open(shelf(), 250)
    form.content.text = '屋'
    await rest(200)
    form.content.text = '屋顶'
    await rest(249)
    expect(asked).toHaveLength(0)
    await rest(1)
    expect(asked).toHaveLength(1)
  })
})

describe('a check while typing', () => {
  it('says what is wrong at the field', async () => {
    const { form, asked } = await open()
    const checking = form.check(true)
    asked[0]!.answer('太短')
    await checking
    expect(form.findings.value[0]?.message).toBe('太短')
  })

  it('that comes back after a later one says nothing any more', async () => {
    const { form, asked } = await open()
    const both = [form.check(true), form.check(true)]
    asked[1]!.answer('后一次的')
    asked[0]!.answer('前一次的')
    await Promise.all(both)
    expect(form.findings.value[0]?.message).toBe('后一次的')
  })

  it('that fails is not shown: saving says what is wrong', async () => {
    const { form, asked } = await open()
    const checking = form.check(true)
    asked[0]!.fail()
    await checking
    expect(form.error.value).toBeNull()
  })

  it('that comes back after a refused save does not wipe out what the save said', async () => {
    const { form, asked } = await open()
    const checking = form.check(true)
    await form.submit(refuse)
    asked[0]!.answer('')
    await checking
    expect(form.findings.value).toEqual([missing])
  })

  it('after a refused save still asks for what is required', async () => {
    const { form, asked } = await open()
    void form.check(true)
    await form.submit(refuse)
    void form.check(true)
    expect(asked.map((one) => one.provisional)).toEqual([true, false])
    await form.submit(() => Promise.resolve('saved'))
    void form.check(true)
    expect(asked[2]!.provisional).toBe(true)
  })
})

describe('saving', () => {
  it('lets the draft go, and clears what was wrong before', async () => {
    const { form, drafts } = await open(shelf({ text: '上次的', lines: [] }))
    await form.submit(refuse)
    expect(await form.submit(() => Promise.resolve('saved'))).toBe('saved')
    await rest()
    expect(drafts.kept).toBeNull()
    expect(form.findings.value).toEqual([])
    expect(form.error.value).toBeNull()
    expect(form.restored.value).toBe(false)
  })

  it('that is refused throws nothing away: what was typed, its draft and what is wrong stand', async () => {
    const { form, drafts } = await open()
    form.content.text = '屋顶漏水'
    await rest()
    expect(await form.submit(refuse)).toBeNull()
    expect(form.content.text).toBe('屋顶漏水')
    expect(drafts.kept?.text).toBe('屋顶漏水')
    expect(form.findings.value).toEqual([missing])
  })

  it('that is refused asks each time for what is wrong to be shown; a saved one and a check do not', async () => {
    const { form, asked } = await open()
    await form.submit(refuse)
    await form.submit(refuse)
    expect(form.refusals.value).toBe(2)
    const checking = form.check(true)
    asked[0]!.answer('太短')
    await checking
    await form.submit(() => Promise.resolve('saved'))
    expect(form.refusals.value).toBe(2)
  })

  it('that cannot reach the disk leaves the findings of before at their fields', async () => {
    const { form } = await open()
    await form.submit(refuse)
    await form.submit(() => Promise.reject(new CallError('disk_full', '')))
    expect(form.error.value?.code).toBe('disk_full')
    expect(form.findings.value).toEqual([missing])
  })

  it('is busy until it is done', async () => {
    const { form } = await open()
    let end: (said: string) => void = () => undefined
    const saving = form.submit(() => new Promise<string>((done) => (end = done)))
    expect(form.busy.value).toBe(true)
    end('saved')
    await saving
    expect(form.busy.value).toBe(false)
  })

  it('what was typed meanwhile goes on as a draft of what is saved now', async () => {
    const { form, drafts } = await open()
    const other = shelf()
    await form.submit(() => Promise.resolve('saved'))
    form.content.text = '接着写'
    void form.keepUnder(other)
    await rest()
    expect(other.kept?.text).toBe('接着写')
    expect(drafts.kept).toBeNull()
  })
})

describe('asking to see what is masked', () => {
  it('says here what went wrong', async () => {
    const { form } = await open()
    expect(await form.attempt(() => Promise.reject(new CallError('not_allowed', '')))).toBe(false)
    expect(form.error.value?.code).toBe('not_allowed')
  })
})
