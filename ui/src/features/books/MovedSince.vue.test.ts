// Changes since a brief was frozen: line by line, the records behind one line, and opening the month with a reason.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { reasonAsked } from '@/api/reason'
import MovedSince from './MovedSince.vue'

const record = (id: string, act: string, detail: string) => ({
  record: { kind: 'visit', id },
  kind: '走访记录',
  title: `对象${id}`,
  person: null,
  day: '2026-11-25',
  act,
  at_ms: 1_795_399_200_000,
  who: '林小禾',
  detail,
})
const usual = {
  label: '2026年11月',
  period: '2026-11',
  frozen_ms: 1_795_399_200_000,
  closed: true,
  may_reopen: true,
  lines: [{ code: 'visit.effective', label: '有效走访', reported: '2', corrected: '3', records: [1] }],
  records: [record('a', '删除', '原因：录重了'), record('b', '补录', '2026-12-02 录入')],
}
let moved: object | null = usual
const call = vi.fn(async (name: string, asked: object) => (name === 'books.moved' ? moved : asked))
vi.mock('@/api/call', () => ({ call: (name: string, asked: object) => call(name, asked) }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
beforeEach(() => call.mockClear())

async function page() {
  const part = mount(MovedSince, { props: { record: { kind: 'monthly_brief', id: 'x' } } })
  await flushPromises()
  return part
}

it('shows what was reported and what it is now, and the records of one line alone', async () => {
  const part = await page()
  expect(part.find('[data-test="moved-visit-effective"]').text()).toBe('有效走访231 条记录')
  const rows = () => part.findAll('[data-test="moved-records"] tr').map((row) => row.find('b').text())
  expect(rows()).toEqual(['删除', '补录'])
  await part.find('[data-test="moved-visit-effective"] button').trigger('click')
  expect(rows()).toEqual(['补录'])
  await part.find('[data-test="moved-records"] button').trigger('click')
  expect(part.emitted('open')).toEqual([[{ kind: 'visit', id: 'b' }]])
})

it('opens the month only with a reason', async () => {
  const part = await page()
  await part.find('[data-test="books-reopen"]').trigger('click')
  expect(reasonAsked.message).toContain('重开2026年11月')
  reasonAsked.answer?.('')
  await flushPromises()
  expect(call.mock.calls.map(([name]) => name)).toEqual(['books.moved'])
  await part.find('[data-test="books-reopen"]').trigger('click')
  reasonAsked.answer?.('漏统计')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('books.reopen', { period: '2026-11', reason: '漏统计' })
})

it('speaks of a quarter and its report where it is one', async () => {
  moved = { ...usual, label: '2026年第四季度', period: '2026-Q4' }
  const part = mount(MovedSince, { props: { record: { kind: 'report', id: 'q' } } })
  await flushPromises()
  expect(part.find('[data-test="moved-says"]').text()).toContain('下一期报告会带上更正')
  expect(part.find('[data-test="books-reopen"]').text()).toBe('重开2026年第四季度…')
  moved = usual
})

it('says that a month is open, and is not there where nothing moved for somebody who may not open it', async () => {
  moved = { ...usual, closed: false, may_reopen: false, lines: [], records: [] }
  expect((await page()).find('[data-test="books-open"]').text()).toContain('没有关账')
  moved = { ...usual, may_reopen: false, lines: [], records: [] }
  expect((await page()).find('[data-test="moved-since"]').exists()).toBe(false)
})
