// 去向: each bundle says how it went and who has it; only the newest stand there until all are asked for.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import BundleList from './BundleList.vue'

const bundle = (name: string, more: object = {}) => ({
  name,
  what: '走访记录 3、服务对象 1',
  readers: '大瑶站、县里',
  from_ms: 1_795_399_200_000,
  to_ms: 1_795_399_200_000,
  state: 'saved',
  carried_ms: null,
  receipt: null,
  receipt_ms: null,
  held_by: '只在本机',
  ...more,
})
let answer: { bundles: object[]; unsealed: number } = { bundles: [], unsealed: 0 }
vi.mock('@/api/call', () => ({ call: async () => answer }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))

async function open(bundles: object[], unsealed = 0) {
  answer = { bundles, unsealed }
  const part = mount(BundleList)
  await flushPromises()
  return part
}

it('says by which way a bundle went, with the receipt, and who has it', async () => {
  const part = await open([
    bundle('a', { state: 'taken_in', held_by: '本机、信箱、县里', receipt: 12, receipt_ms: 1_795_399_200_000 }),
    bundle('b', { carried_ms: 1_795_399_200_000 }),
    bundle('c'),
  ])
  const rows = part.findAll('[data-test="bundle"]').map((row) => row.text())
  expect(rows[0]).toContain('回执第 12 号')
  expect(rows[0]).toContain('县里已入库')
  expect(rows[1]).toContain('U 盘')
  expect(rows[1]).toContain('待送出')
  expect(rows[2]).toContain('还没有送出')
})

it('shows the newest ones until all are asked for, and what is not sealed yet', async () => {
  const part = await open(
    Array.from({ length: 14 }, (_, at) => bundle(String(at))),
    5,
  )
  expect(part.findAll('[data-test="bundle"]')).toHaveLength(10)
  expect(part.find('[data-test="bundles-unsealed"]').text()).toContain('5 条')
  await part.find('[data-test="bundles-all"]').trigger('click')
  expect(part.findAll('[data-test="bundle"]')).toHaveLength(14)
})

it('says what will stand there while there is nothing', async () => {
  const part = await open([])
  expect(part.text()).toContain('还没有数据文件')
})
