// The drawer of a mandatory report: begun anywhere, kept half known, gone on with until nothing is missing.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { forgetDictionary, loadDictionary } from '@/api/dictionary'
import { session } from '@/api/session'
import { said } from '@/components/frame/statusLine'
import { photosToCome } from '@/components/records/photosOfRecord'
import { openReport, reportAsked } from '@/components/records/reporting'
import ReportDrawer from './ReportDrawer.vue'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<{ name: string; request: Record<string, unknown> }> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: Record<string, unknown>) => {
    asked.push({ name, request: JSON.parse(JSON.stringify(request)) })
    return answers[name]?.(request as never) ?? Promise.resolve({})
  },
}))
const last = (name: string) => asked.filter((one) => one.name === name).pop()?.request

const field = (name: string, label: string, extra = {}) => ({
  name,
  label,
  kind: 'text',
  section: 'police',
  required: true,
  ...extra,
})
const reference = { kind: 'reference', required: false }
const dictionary = {
  kinds: [
    {
      name: 'mandatory_report',
      label: '强制报告',
      sections: [{ name: 'police', label: '向公安机关报告' }],
      fields: [
        field('consultation', '发现于咨询', { ...reference, refers: 'consultation' }),
        field('visit', '发现于走访', { ...reference, refers: 'visit' }),
        field('police_date', '公安报告日期'),
        field('police_time', '公安报告时间'),
        field('police_station', '受理单位'),
      ],
    },
  ],
  codes: [],
}
const onFile = (fields: object, provisional: boolean) => ({
  kind: 'mandatory_report',
  id: 'm1',
  fields,
  masked: [],
  refs: {},
  labels: {},
  conflicted: [],
  editable: true,
  state: 'saved',
  provisional,
})
const Drawer = { template: '<div v-if="modelValue"><slot /></div>', props: ['modelValue'] }

async function open(provide = {}) {
  const stubs = { ElDrawer: Drawer, InputReference: true }
  const part = mount(ReportDrawer, { attachTo: document.body, global: { stubs, provide } })
  openReport({ from: { kind: 'consultation', id: 'c1' } })
  await flushPromises()
  return part
}

beforeEach(async () => {
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
  answers['dictionary.get'] = async () => dictionary
  answers['papers.list'] = async () => []
  answers['drafts.get'] = async () => ({ draft: null })
  answers['service_items.in_use'] = async () => ({ items: [] })
  answers['phrases.list'] = async () => ({ places: [] })
  answers['records.check'] = async () => ({ findings: [], derived: {} })
  answers['mandatory_reports.begin'] = async () => ({
    report: null,
    fields: { consultation: 'c1', police_date: '2026-11-23' },
    labels: {},
    children: [],
  })
  session.start = { person: { id: 'w1' } } as typeof session.start
  reportAsked.open = false
  said.text = ''
  forgetDictionary()
  await loadDictionary()
})
afterEach(() => void (document.body.innerHTML = ''))

describe('a mandatory report', () => {
  it('begins with what the record tells, and says what is missing, one after another', async () => {
    const part = await open()
    expect(last('mandatory_reports.begin')).toEqual({ recipient: null, from: { kind: 'consultation', id: 'c1' } })
    expect(part.find('[data-test="report-missing"]').text()).toBe('还缺：公安报告时间、受理单位')
    expect(part.find('[data-field="visit"]').exists()).toBe(false)
  })

  it('half known is kept as 暂存, and the foot says what is still missing', async () => {
    answers['records.save'] = async () => ({
      record: onFile({ police_date: '2026-11-23', police_time: '10:20' }, true),
      findings: [],
    })
    const part = await open()
    const save = part.find('[data-test="mandatory-report-save"]')
    expect(save.text()).toBe('暂存')
    await save.trigger('click')
    await flushPromises()
    expect(last('records.save')).toMatchObject({ kind: 'mandatory_report', fields: { consultation: 'c1' } })
    expect(said.text).toBe('强制报告已暂存 · 还缺：受理单位')
    expect(reportAsked.open).toBe(false)
  })

  it('whose photos were not put in says that too', async () => {
    answers['records.save'] = async () => ({ record: onFile({ police_date: '2026-11-23' }, true), findings: [] })
    const ToCome = defineComponent({
      setup: (_, { expose }) => expose({ saveFor: async () => '照片没有放进去：磁盘满了。' }),
      template: '<p />',
    })
    const part = await open({ [photosToCome as symbol]: ToCome })
    await part.find('[data-test="record-photos-add"]').trigger('click')
    await part.find('[data-test="mandatory-report-save"]').trigger('click')
    await flushPromises()
    expect(said.text).toBe('强制报告已暂存 · 还缺：公安报告时间、受理单位　照片没有放进去：磁盘满了。')
  })

  it('that stands unreported already is gone on with, not made a second time', async () => {
    answers['mandatory_reports.begin'] = async () => ({ report: 'm1', fields: {}, labels: {}, children: [] })
    answers['records.get'] = async () => onFile({ police_station: '大瑶派出所' }, true)
    const part = await open()
    expect(last('records.get')).toEqual({ kind: 'mandatory_report', id: 'm1' })
    expect(part.find('[data-test="report-missing"]').text()).toBe('还缺：公安报告日期、公安报告时间')
  })

  it('of which nothing is missing is saved for good', async () => {
    const whole = { police_date: '2026-11-23', police_time: '10:20', police_station: '大瑶派出所' }
    answers['mandatory_reports.begin'] = async () => ({ report: null, fields: whole, labels: {}, children: [] })
    answers['records.save'] = async () => ({ record: onFile(whole, false), findings: [] })
    const part = await open()
    expect(part.find('[data-test="report-missing"]').exists()).toBe(false)
    const save = part.find('[data-test="mandatory-report-save"]')
    expect(save.text()).toBe('保存')
    await save.trigger('click')
    await flushPromises()
    expect(said.text).toBe('强制报告已保存 · 待发送')
  })
})
