// The list of who read what: filters go out with the question and with its file, and a row of one person opens her.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import ReadingsList from './ReadingsList.vue'

const row = (over: object) => ({
  id: 'a',
  at: '2026-11-23 09:41',
  doubtful: false,
  reader: '周文',
  place: '大瑶站',
  device: '前台电脑',
  what: '服务对象：打开档案',
  people: [{ id: 'p1', name: '周明明', minor: true }],
  names: '周明明',
  count: 1,
  minors: 1,
  station: '大瑶站',
  ...over,
})
const rows = [
  row({}),
  row({
    id: 'b',
    what: '页面：走访',
    names: '周明明、李小等 12 人',
    count: 12,
    minors: 12,
    people: [{ id: 'p1' }, { id: 'p2' }],
  }),
]
const call = vi.fn(async (_name: string, _request: object) => ({
  rows,
  total: rows.length,
  readers: [{ staff: 's1', name: '周文' }],
}))
const openList = vi.fn()
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
vi.mock('@/components/records/ledgerExport', () => ({ openList: (list: object) => openList(list) }))

const Table = {
  props: ['rows', 'columns', 'name'],
  emits: ['open'],
  template: `<ul>
    <li v-for="row in rows.filter(Boolean)" :key="row.id" @click="$emit('open', row)">{{ row.what }}</li>
  </ul>`,
}

it('asks with what is chosen, hands the same to its file, and opens the person of a row about one', async () => {
  const part = mount(ReadingsList, {
    props: { person: 'p1' },
    global: { stubs: { RowTable: Table, InputDate: true, ElSelect: true, ElOption: true } },
  })
  await flushPromises()
  expect(call).toHaveBeenLastCalledWith(
    'readings.list',
    expect.objectContaining({ person: 'p1', minors: false, offset: 0 }),
  )
  await part.find('[data-test="readings-minors"] input').setValue(true)
  await vi.waitFor(() =>
    expect(call).toHaveBeenLastCalledWith('readings.list', expect.objectContaining({ minors: true })),
  )
  await flushPromises()
  await part.find('[data-test="readings-ledger"]').trigger('click')
  expect(openList).toHaveBeenCalledWith(
    expect.objectContaining({
      count: 2,
      shown: expect.objectContaining({ list: 'readings', person: 'p1', minors: true }),
    }),
  )
  const lines = part.findAll('li')
  await lines[1]!.trigger('click')
  expect(part.emitted('person')).toBeUndefined()
  await lines[0]!.trigger('click')
  expect(part.emitted('person')).toEqual([['p1']])
})
