// The drawer of a visit: nothing is asked that does not apply, and what is refused is in sight wherever it stands.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { forgetDictionary, loadDictionary } from '@/api/dictionary'
import { CallError } from '@/api/errors'
import { session } from '@/api/session'
import { said } from '@/components/frame/statusLine'
import { reportAsked } from '@/components/records/reporting'
import { openVisit, visitAsked } from './openVisit'
import VisitDrawer from './VisitDrawer.vue'
import { BEHIND, FRONT } from './visitForm'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<{ name: string; request: Record<string, unknown> }> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: Record<string, unknown>) => {
    asked.push({ name, request: JSON.parse(JSON.stringify(request)) })
    return answers[name]?.(request as never) ?? Promise.resolve({})
  },
}))

const MET = { field: 'result', is: ['met', 'family_answered'] }
const ALIVE = { field: 'result', is: ['met', 'family_answered', 'not_home', 'refused', 'not_residing'] }
const only: Record<string, object> = {
  area: MET,
  service_item: MET,
  service_method: MET,
  approval_no: MET,
  next_date: ALIVE,
}
const fields = [...FRONT, ...BEHIND, 'recipient', 'harm_signs'].map((name) => ({
  name,
  label: name,
  kind: 'text',
  section: 'who',
  only_if: only[name] ?? null,
}))
const record = (provisional: boolean) => ({
  kind: 'visit',
  id: 'v1',
  fields: {},
  masked: [],
  refs: {},
  labels: {},
  conflicted: [],
  editable: true,
  state: 'saved',
  provisional,
})
const Drawer = defineComponent({
  props: ['modelValue'],
  template: '<div v-if="modelValue"><slot /><slot name="footer" /></div>',
})
const kept: string[] = []
/** Which of the chosen photos were not put in. */
let unput = ''
const ToCome = defineComponent({
  setup: (_, { expose }) => expose({ saveFor: async (id: string) => (kept.push(id), unput) }),
  template: '<p data-test="photos-to-come" />',
})

async function open() {
  const stubs = { ElDrawer: Drawer, PhotosToCome: ToCome, AttachmentPanel: true, PersonLine: true }
  const part = mount(VisitDrawer, { attachTo: document.body, global: { stubs } })
  openVisit({ recipient: 'r1' })
  await flushPromises()
  const input = (name: string) => part.find<HTMLInputElement>(`[data-field="${name}"] input`)
  const save = async () => {
    await part.find('[data-test="visit-save"]').trigger('click')
    await flushPromises()
  }
  return { part, input, save }
}

beforeEach(async () => {
  asked.length = kept.length = 0
  unput = ''
  for (const name of Object.keys(answers)) delete answers[name]
  answers['dictionary.get'] = async () => ({
    kinds: [{ name: 'visit', label: '走访记录', sections: [], fields }],
    codes: [],
  })
  answers['drafts.get'] = async () => ({ draft: null })
  answers['service_items.in_use'] = async () => ({ items: [] })
  answers['visits.defaults'] = async () => ({
    fields: { recipient: 'r1', area: 'A4', service_item: 'A401' },
    labels: {},
    person: { id: 'r1', name: '李秀英', minor: false, age: 74, categories: [] },
    last_visit: null,
    last_action: '',
    next_date_reason: '一般对象',
    unreported: [],
  })
  session.start = { person: { id: 'w1' } } as typeof session.start
  visitAsked.open = reportAsked.open = false
  forgetDictionary()
  await loadDictionary()
})
afterEach(() => void (document.body.innerHTML = ''))

describe('recording a visit', () => {
  it('waits with saving for what the program fills in', async () => {
    answers['visits.save'] = async () => ({ record: record(false), stays_provisional: [], counts: true, report: null })
    const usual = answers['visits.defaults']!
    let come: () => void = () => undefined
    answers['visits.defaults'] = async (request) => {
      await new Promise<void>((now) => (come = now))
      return await usual(request)
    }
    const { save } = await open()
    await save()
    const saves = () => asked.filter(({ name }) => name === 'visits.save')
    expect(saves()).toHaveLength(0)
    come()
    await flushPromises()
    expect(saves()).toHaveLength(1)
    expect(saves()[0]!.request).toMatchObject({ fields: { recipient: 'r1', area: 'A4' } })
  })

  it('asks for area and item only where somebody was met, for no next date of the dead', async () => {
    const { input } = await open()
    for (const [result, area, next] of [
      ['met', true, true],
      ['not_home', false, true],
      ['refused', false, true],
      ['moved', false, false],
      ['deceased', false, false],
      ['family_answered', true, true],
    ] as const) {
      await input('result').setValue(result)
      expect([input('area').exists(), input('next_date').exists()], result).toEqual([area, next])
      expect(input('service_item').exists(), result).toBe(area)
    }
    expect(input('area').element.value).toBe('A4')
  })

  it('that is refused unfolds 更多 and puts the cursor where it is wrong', async () => {
    const wrong = { field: 'area', message: '请选服务领域（四选一）', level: 'error' as const }
    answers['visits.save'] = () => Promise.reject(new CallError('invalid', '', [wrong]))
    const { part, input, save } = await open()
    const fold = part.find<HTMLDetailsElement>('details').element
    expect(fold.open).toBe(false)
    await save()
    expect(fold.open).toBe(true)
    expect(document.activeElement).toBe(input('area').element)
    expect(part.find('[data-test="finding-area"]').text()).toBe('请选服务领域（四选一）')
  })

  const saved = async () => ({
    record: record(false),
    report: null,
    stays_provisional: [],
    effective: true,
    counts: true,
    findings: [],
  })

  it('keeps the photos chosen before it was saved', async () => {
    answers['visits.save'] = saved
    const { part, save } = await open()
    expect(part.find('[data-test="photos-to-come"]').exists()).toBe(true)
    await save()
    expect(kept).toEqual(['v1'])
    expect(visitAsked.open).toBe(false)
    expect([said.text, said.tone]).toEqual(['已保存 · 待发送', 'plain'])
  })

  it('whose photos were not put in says so and stays open, to choose them again', async () => {
    answers['visits.save'] = saved
    answers['records.get'] = async () => record(false)
    unput = '照片没有放进去：磁盘满了。'
    const { part, save } = await open()
    await save()
    expect([said.text, said.tone]).toEqual(['已保存 · 待发送　照片没有放进去：磁盘满了。', 'error'])
    expect(visitAsked).toMatchObject({ open: true, opening: { visit: 'v1' } })
    expect(part.find('attachment-panel-stub').exists()).toBe(true)
  })

  it('leads to a report of harm to a child', async () => {
    const { part } = await open()
    await part.find('[data-test="record-report"]').trigger('click')
    await flushPromises()
    expect(reportAsked).toMatchObject({ open: true, opening: { recipient: 'r1' } })
  })
})
