// A plan: what it rests on is said, and its things stand as the records settle them.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import PlanPage from './PlanPage.vue'

const item = (over: object) => ({
  id: 'i',
  content: '每月陪诊',
  need: '就医路远',
  due_date: '2026-12-10',
  worker: '林小禾',
  provisional: false,
  cancelled: false,
  record_kind: 'visit',
  record_label: '走访记录',
  records: [] as object[],
  done_date: '',
  overdue: 0,
  ...over,
})
let plan: object = {}
vi.mock('@/api/call', () => ({ call: async () => plan }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
vi.mock('./opening', () => ({ useOpening: () => vi.fn() }))

async function page(items: object[], warnings: string[] = [], editable = true) {
  plan = {
    id: 'p',
    station: 's',
    title: '2026 年度服务计划',
    year: 2026,
    goals: '',
    survey: null,
    warnings,
    editable,
    items,
  }
  const one = mount(PlanPage, {
    props: { id: 'p' },
    global: {
      stubs: {
        RouterLink: true,
        BackLink: true,
        TracesCard: true,
        RecordForm: true,
        BegunForm: true,
        LinkRecordDrawer: true,
        ElButton: { template: '<button><slot /></button>' },
      },
    },
  })
  await flushPromises()
  return one
}

it('says that a plan rests on no survey', async () => {
  const one = await page([], ['这个计划没有依据需求调研'])
  expect(one.find('[data-test="plan-warning"]').text()).toContain('没有依据需求调研')
})

it('shows what is done by its record, late, or wants a day', async () => {
  const records = [{ id: 'l', record: { kind: 'visit', id: 'v' }, title: '入户', date: '2026-11-18' }]
  const one = await page([
    item({ records, done_date: '2026-11-18' }),
    item({ id: 'j', overdue: 3 }),
    item({ id: 'k', provisional: true, due_date: '' }),
  ])
  expect(one.findAll('[data-test="plan-stands"]').map((each) => each.text())).toEqual([
    '2026-11-18 完成',
    '逾期 3 天',
    '暂存，请补期限',
  ])
  expect(one.find('[data-test="plan-record"]').text()).toBe('入户')
  expect(one.findAll('[data-test="plan-item-link"]')).toHaveLength(2)
})

it('is only read at the county', async () => {
  const one = await page([item({})], [], false)
  expect(one.find('[data-test="plan-item-link"]').exists() || one.find('[data-test="plan-item-new"]').exists()).toBe(
    false,
  )
})
