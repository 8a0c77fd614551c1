// The table of delays: a number opens its records, the county sees stations, the file is what was asked.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import DelaysTable from './DelaysTable.vue'

const row = (worker: string | null, worker_name: string) => ({
  station: '43018111001',
  station_name: '大瑶站',
  worker,
  worker_name,
  total: 3,
  buckets: [1, 0, 0, 2, 0],
  late: 2,
  late_rate: '66.7%',
  closed: 1,
  longest: 12,
})
const table = {
  buckets: ['当天', '1–3 天', '4–7 天', '8–30 天', '30 天以上'],
  late_after: 7,
  rows: [row(null, '全站'), row('w', '林小禾')],
}
const call = vi.fn(async (name: string) => (name === 'books.delays' ? table : { label: '', rows: [], total: 2 }))
vi.mock('@/api/call', () => ({ call: (...asked: unknown[]) => call(...(asked as [string])) }))

it('opens the records behind a number of a worker, and those that were written into a closed month', async () => {
  const part = mount(DelaysTable)
  await flushPromises()
  const rows = part.findAll('[data-test="delay-row"]')
  expect(rows.map((one) => one.find('td').text())).toEqual(['全站', '林小禾'])
  await rows[1]!.find('[data-test="delay-3"]').trigger('click')
  await rows[0]!.find('[data-test="delay-closed"]').trigger('click')
  const looks = part.emitted('look') as [() => Promise<unknown>][]
  await looks[0]![0]()
  await looks[1]![0]()
  const asked = call.mock.calls
    .map((one) => one as unknown as [string, object])
    .filter(([name]) => name === 'books.delayed')
  expect(asked.map(([, request]) => request)).toMatchObject([
    { station: '43018111001', worker: 'w', bucket: 3 },
    { station: '43018111001', worker: undefined, bucket: undefined },
  ])
})
