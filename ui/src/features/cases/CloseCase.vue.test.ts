// The closing form: of a closed case it stays open to be mended, with the words of the return on top, and what belongs
// to the supervisor's review is read, not typed.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forgetDictionary, loadDictionary } from '@/api/dictionary'
import { session } from '@/api/session'
import type { CaseView } from '@/api/types'
import { said } from '@/components/frame/statusLine'
import CloseCase from './CloseCase.vue'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<{ name: string; request: Record<string, unknown> }> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: Record<string, unknown>) => {
    asked.push({ name, request: JSON.parse(JSON.stringify(request)) })
    return answers[name]?.(request as never) ?? Promise.resolve({})
  },
}))
const last = (name: string) => asked.filter((one) => one.name === name).pop()?.request

const field = (name: string, label: string, extra = {}) => ({ name, label, kind: 'text', section: 'main', ...extra })
const dictionary = {
  kinds: [
    {
      name: 'closure',
      label: '结案报告',
      sections: [{ name: 'main', label: '结案' }],
      fields: [
        field('advice', '后续建议'),
        field('supervisor_signed', '督导（站长）已签名', { by_review: 'approval' }),
      ],
    },
  ],
  codes: [],
}
const returned = {
  annotation: 'a1',
  target: { kind: 'closure', id: 'c1' },
  text: '请写明后续由谁照应',
  who: '唐敏',
  by_county: true,
  at_ms: 1_795_399_200_000,
}
const onFile = (extra = {}) => ({
  kind: 'closure',
  id: 'c1',
  fields: { advice: '继续探访', supervisor_signed: 'no' },
  masked: [],
  refs: {},
  labels: {},
  conflicted: [],
  editable: true,
  state: 'saved',
  provisional: false,
  returned: [returned],
  ...extra,
})
const view = (stage: string, extra = {}) =>
  ({
    record: { id: 'case1' },
    card: { stage },
    person: { name: '李秀英' },
    closure_missing: [],
    unreviewed: [],
    may_force: false,
    ...extra,
  }) as unknown as CaseView

async function open(props: { view: CaseView; closure: string | null; readonly?: boolean }) {
  const part = mount(CloseCase, { attachTo: document.body, props })
  await flushPromises()
  return part
}

beforeEach(async () => {
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
  answers['dictionary.get'] = async () => dictionary
  answers['service_items.in_use'] = async () => ({ items: [] })
  answers['drafts.get'] = async () => ({ draft: null })
  answers['records.get'] = async () => onFile()
  answers['records.check'] = async () => ({ findings: [], derived: {} })
  session.start = { person: { id: 'w1', role: 'worker' } } as typeof session.start
  said.text = ''
  forgetDictionary()
  await loadDictionary()
})
afterEach(() => void (document.body.innerHTML = ''))

it('opens the returned report of a closed case to be mended, with what was asked on top, and saves it', async () => {
  const part = await open({ view: view('closed'), closure: 'c1' })
  const notice = part.find('[data-test="returned-notice"]').text()
  expect(notice).toContain('县里退回：请写明后续由谁照应')
  expect(notice).toContain('唐敏')
  const input = part.find<HTMLInputElement>('[data-field="advice"] input')
  expect(input.element.disabled).toBe(false)
  await input.setValue('由女儿接去同住')
  answers['records.get'] = async () => onFile({ returned: [] })
  expect(part.find('[data-test="case-close"]').exists()).toBe(false)
  await part.find('[data-test="closure-save"]').trigger('click')
  await flushPromises()
  expect(last('cases.close')).toMatchObject({ id: 'case1', closure: 'c1', fields: { advice: '由女儿接去同住' } })
  expect(said.text).toBe('已保存 · 待发送')
  expect(part.find('[data-test="returned-notice"]').exists()).toBe(false)
  expect(part.emitted('closed')).toHaveLength(1)
})

it('shows what belongs to the review, and lets nobody type it', async () => {
  const part = await open({ view: view('evaluating'), closure: 'c1' })
  const input = part.find<HTMLInputElement>('[data-field="supervisor_signed"] input')
  expect(input.element.disabled).toBe(true)
  expect(part.find('[data-test="by-review-supervisor_signed"]').text()).toContain('审核后自动写入')
})

it('warns of papers nobody reviewed and closes all the same; those that block stand among what lacks', async () => {
  answers['records.get'] = async () => onFile({ provisional: true, returned: [] })
  const warned = await open({ view: view('evaluating', { unreviewed: ['服务计划书'] }), closure: 'c1' })
  expect(warned.find('[data-test="closing-unreviewed"]').text()).toContain('服务计划书')
  await warned.find('[data-test="case-close"]').trigger('click')
  await flushPromises()
  expect(said.text).toBe('已结案 · 待发送')
  const lacks = { unreviewed: ['服务计划书'], closure_missing: ['服务计划书的审核'] }
  const blocked = await open({ view: view('evaluating', lacks), closure: 'c1' })
  expect(blocked.find('[data-test="closing-unreviewed"]').exists()).toBe(false)
  expect(blocked.text()).toContain('还缺：服务计划书的审核')
})

it('says that something outside the report was mended', async () => {
  const part = await open({ view: view('closed'), closure: 'c1' })
  await part.find('[data-test="returned-answer"]').trigger('click')
  await part
    .find<HTMLInputElement>('[data-test="answer-text"] input, input[data-test="answer-text"]')
    .setValue('照片已传')
  await part.find('[data-test="answer-hand-in"]').trigger('click')
  await flushPromises()
  expect(last('returns.hand_in')).toEqual({ target: { kind: 'closure', id: 'c1' }, text: '照片已传' })
})
