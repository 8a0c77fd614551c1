// 隔离区: whose and why, another try, and at the county giving it back with a date.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import SetAside from './SetAside.vue'

const row = (more: object = {}) => ({
  place: 'log:1-3',
  whose: '大瑶站机位 B（前台）',
  station: '43018111001',
  written_ms: 1_795_399_200_000,
  what: ' 3 条记录',
  why: '这台电脑已停用，停用之后写的内容不再计入。',
  what_now: '在“电脑丢失”里点“计入”。',
  sent_back: false,
  ...more,
})
let rows: object[] = []
const county = ref(true)
const call = vi.fn(async (name: string, _request: object): Promise<unknown> => {
  if (name === 'sync.try_again') return { taken: 0, left: rows }
  if (name === 'sync.send_back') rows = [row({ sent_back: true })]
  return rows
})
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
vi.mock('@/api/session', () => ({
  get atCounty() {
    return county
  },
}))

async function open() {
  const part = mount(SetAside, {
    global: { stubs: { 'middle-dialog': { template: '<div><slot /><slot name="footer" /></div>' } } },
  })
  await flushPromises()
  return part
}
beforeEach(() => {
  call.mockClear()
  county.value = true
  rows = [row()]
})

it('says whose it is and why, and tries again', async () => {
  const part = await open()
  expect(part.find('[data-test="set-aside-row"]').text()).toContain('机位 B')
  expect(part.find('[data-test="set-aside-row"]').text()).toContain('已停用')
  await part.find('[data-test="set-aside-again"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('sync.try_again', {})
})

it('goes back to its station only with a date, and once', async () => {
  const part = await open()
  await part.find('[data-test="set-aside-back"]').trigger('click')
  expect(part.find('[data-test="set-aside-send"]').attributes('disabled')).toBeDefined()
  await part.find('input').setValue('2026-12-10')
  await part.find('[data-test="set-aside-send"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('sync.send_back', { place: 'log:1-3', due_date: '2026-12-10' })
  expect(part.find('[data-test="set-aside-back"]').exists()).toBe(false)
  expect(part.text()).toContain('已退回')
})

it('gives nothing back at a station, or where nobody knows whose it is', async () => {
  rows = [row({ station: null })]
  expect((await open()).find('[data-test="set-aside-back"]').exists()).toBe(false)
  county.value = false
  rows = [row()]
  expect((await open()).find('[data-test="set-aside-back"]').exists()).toBe(false)
})

it('takes no room while nothing is set aside', async () => {
  rows = []
  expect((await open()).find('[data-test="set-aside"]').exists()).toBe(false)
})
