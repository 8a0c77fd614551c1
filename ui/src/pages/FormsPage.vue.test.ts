// 上级表格: who has one fills it for the period and station that were said; one that does not fit any more says why.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import { nativeLists } from '@/components/inputs/nativeLists'
import FormsPage from './FormsPage.vue'

const form = (over: object) => ({
  id: 'f',
  name: '市局月报',
  file_name: '市局月报.xlsx',
  each: 'month',
  for_stations: true,
  active: true,
  places: 3,
  period: '2026-10',
  problems: [] as string[],
  ...over,
})
let forms: object[] = []
let refusal: object | null = null
const call = vi.fn(async (name: string, _asked: object) => {
  if (name === 'county_forms.list') return forms
  if (refusal) throw refusal
  return { name: '市局月报 2026-10.xlsx', download: 'd' }
})
const deliver = vi.fn(async () => undefined)
let county = true
vi.mock('@/api/call', () => ({ call: (name: string, asked: object) => call(name, asked) }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
vi.mock('@/api/files', () => ({
  pickDestination: async () => ({ download: true }),
  deliver: (...files: object[]) => deliver(...(files as [])),
}))
vi.mock('@/components/records/stations', () => ({
  useStations: () => ({ all: [{ code: '43018111001', name: '大瑶站' }], short: (code: string) => code }),
}))
vi.mock('@/api/session', async (original) => ({
  ...(await original<object>()),
  atCounty: {
    get value() {
      return county
    },
    __v_isRef: true,
  },
}))

beforeEach(() => {
  call.mockClear()
  deliver.mockClear()
  forms = [form({})]
  refusal = null
  county = true
  session.start = { person: { id: 'tang', role: 'county' } } as typeof session.start
})

async function page() {
  const stubs = { ...nativeLists, BackLink: true, RouterLink: { template: '<a><slot /></a>' } }
  const one = mount(FormsPage, { global: { stubs } })
  await flushPromises()
  return one
}
const filled = () => call.mock.calls.filter(([name]) => name === 'county_forms.fill').map(([, asked]) => asked)

it('fills for the last period unless another is said, for the whole county unless a station is', async () => {
  const one = await page()
  await one.find('[data-test="form-fill"]').trigger('click')
  await flushPromises()
  expect(filled()).toEqual([
    { id: 'f', period: '2026-10', station: undefined, privacy: undefined, place: { download: true } },
  ])
  expect(deliver).toHaveBeenCalledWith({ name: '市局月报 2026-10.xlsx', download: 'd' })
  await one.find('[data-test="form-period"]').setValue(' 2026-09 ')
  await one.find('select').setValue('43018111001')
  await one.find('[data-test="form-full"] input').setValue(true)
  await one.find('[data-test="form-fill"]').trigger('click')
  await flushPromises()
  expect(filled()[1]).toMatchObject({ period: '2026-09', station: '43018111001', privacy: 'full' })
})

it('says what is wrong with one that does not fit any more, and fills it not', async () => {
  forms = [form({}), form({ id: 'g', name: '旧表', problems: ['指标 visit.gone 已经没有了'] })]
  const one = await page()
  const rows = one.findAll('[data-test="form-row"]')
  expect(rows.map((row) => row.find('[data-test="form-fill"]').attributes('disabled') !== undefined)).toEqual([
    false,
    true,
  ])
  expect(rows[1]!.find('[data-test="form-problem"]').text()).toBe('指标 visit.gone 已经没有了')
})

it('says what was wrong with the period, and keeps it', async () => {
  const one = await page()
  await one.find('[data-test="form-period"]').setValue('十月')
  const message = '期间请写成 2026-11 的样子'
  refusal = { code: 'invalid', detail: message, fields: [{ field: 'period', message }] }
  await one.find('[data-test="form-fill"]').trigger('click')
  await flushPromises()
  expect(one.find('[data-test="error-line"]').text()).toContain(message)
  expect((one.find('[data-test="form-period"]').element as HTMLInputElement).value).toBe('十月')
  expect(deliver).not.toHaveBeenCalled()
})

it('is filled by a worker without the numbers that she may not take out, and uploaded only at the county', async () => {
  county = false
  session.start = { person: { id: 'lin', role: 'worker' } } as typeof session.start
  const one = await page()
  expect(one.find('[data-test="form-fill"]').exists()).toBe(true)
  expect(one.find('[data-test="form-full"]').exists() || one.find('[data-test="form-new"]').exists()).toBe(false)
})
