// 导入: the receipts go to the stations whose files were taken in, and to any other without an import.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import StickIn from '@/features/sync/StickIn.vue'
import ImportPage from './ImportPage.vue'

const stations = ['43018111001', '43018111101'].map((code) => ({ code, name: `站 ${code}` }))
const call = vi.fn(async (name: string, _asked: object) =>
  name === 'stations.list' ? stations : { files: [{ name: '回执-大瑶站.hzr' }] },
)
vi.mock('@/api/call', () => ({ call: (name: string, asked: object) => call(name, asked) }))
vi.mock('@/api/files', () => ({ pickDestination: async () => ({ download: true }), deliver: async () => undefined }))

beforeEach(() => {
  call.mockClear()
  session.start = {
    person: { id: 'tang', role: 'county' },
    place: { side: 'county' },
  } as unknown as typeof session.start
})

async function page() {
  const stubs = { StickIn: true, ElSelect: true, ElOption: true }
  const one = mount(ImportPage, { global: { stubs } })
  await flushPromises()
  return one
}
const written = () => call.mock.calls.filter(([name]) => name === 'county.reply').map(([, asked]) => asked)

it('writes what waits for stations from which nothing was taken in', async () => {
  const one = await page()
  expect(one.find('[data-test="reply-write"]').attributes('disabled')).toBeDefined()
  await one.find('[data-test="reply-all"]').trigger('click')
  await one.find('[data-test="reply-write"]').trigger('click')
  await flushPromises()
  expect(written()).toEqual([{ stations: ['43018111001', '43018111101'], to: { download: true } }])
  expect(one.find('[data-test="reply-written"]').text()).toContain('回执-大瑶站.hzr')
})

it('begins with the stations whose files were taken in', async () => {
  const one = await page()
  one.findComponent(StickIn).vm.$emit('done', { stations: ['43018111101'] } as never)
  await flushPromises()
  await one.find('[data-test="reply-write"]').trigger('click')
  await flushPromises()
  expect(written()).toEqual([{ stations: ['43018111101'], to: { download: true } }])
})
