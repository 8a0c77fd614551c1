// Late checks: what one says must not wipe out what a save has said.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { openRecordForm } from './recordForm'

const answers: Record<string, () => Promise<unknown>> = {}
vi.mock('@/api/call', () => ({ call: (name: string) => answers[name]!() }))

const missing = { field: 'name', message: '请填写“活动名称”', level: 'error' as const }
const nothingWrong = { findings: [], derived: {}, questions: [], duplicates: [] }

describe('a form that is checked while it is saved', () => {
  beforeEach(() => {
    answers['drafts.get'] = async () => ({ draft: null })
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
