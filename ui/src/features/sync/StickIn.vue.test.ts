// Files from a stick: each is told in a line; a new version among them is offered by where it lies, or by its content.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import UpdateOffers from '@/components/frame/UpdateOffers.vue'
import StickIn from './StickIn.vue'

let updates: object[] = []
let chosen: object[] = []
const line = { name: '大瑶镇.hzb', outcome: 'taken_in', station: '大瑶镇站', changes: 3, message: '已入库 3 条记录。' }
vi.mock('@/api/call', () => ({
  call: async (name: string) => (name === 'stick.import' ? { files: [line], stations: [], updates } : []),
}))
const picked = vi.fn()
vi.mock('@/api/files', () => ({
  onDropped: async () => () => undefined,
  readFiles: async () => [],
  pickFiles: async (extensions: string[]) => (picked(extensions), chosen),
}))

async function read() {
  const part = mount(StickIn, { props: { what: '县里给回的文件', extensions: ['hzr'] } })
  await part.find('[data-test="stick-drop"]').trigger('click')
  await flushPromises()
  return part
}

it('offers the new versions that lay among the files, and tells of the others as ever', async () => {
  chosen = [{ name: '禾站', path: '/media/u/禾站' }]
  updates = [{ name: 'hezhan-2026.12.hzu', path: '/media/u/禾站/hezhan-2026.12.hzu', base64: null }]
  const part = await read()
  expect(picked).toHaveBeenCalledWith(['hzr', 'hzu'])
  expect(part.findComponent(UpdateOffers).props('files')).toEqual(updates)
  expect(part.find('[data-test="stick-imported"]').text()).toContain('已入库 3 条记录')
})

it('gives the content again that a browser had given', async () => {
  chosen = [{ name: 'hezhan-2026.12.hzu', base64: 'AAAA' }]
  updates = [{ name: 'hezhan-2026.12.hzu', path: null, base64: null }]
  expect((await read()).findComponent(UpdateOffers).props('files')).toEqual(chosen)
})

it('offers nothing where there is nothing', async () => {
  updates = []
  expect((await read()).findComponent(UpdateOffers).exists()).toBe(false)
})
