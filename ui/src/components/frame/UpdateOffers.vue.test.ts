// New versions from a stick: what is offered is installed only when asked for; what is refused says why.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import UpdateOffers from './UpdateOffers.vue'
import UpdatePanel from './UpdatePanel.vue'

const offer = (more: object = {}) => ({
  name: 'hezhan-2026.12-linux-x86_64.hzu',
  version: '2026.12',
  notes: '简报可以打印成册。',
  refused: null,
  ...more,
})
const file = { name: 'hezhan-2026.12-linux-x86_64.hzu', path: '/media/u/hezhan.hzu' }
let offers: object[] = []
let state: object = {}
let refusal: CallError | null = null
const call = vi.fn(async (name: string, _request: object): Promise<unknown> => {
  if (name === 'updates.look') return offers
  if (name === 'updates.state') return state
  if (name === 'updates.install' && refusal) throw refusal
  if (name === 'updates.install') return { version: '2026.12', message: '2026.12 已装好。' }
  return {}
})
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))
vi.mock('@/api/files', () => ({ pickFiles: async () => [file] }))
const named = () => call.mock.calls.map(([name]) => name)

async function open() {
  const part = mount(UpdateOffers, { props: { files: [file] } })
  await flushPromises()
  return part
}
beforeEach(() => {
  call.mockClear()
  offers = [offer()]
  refusal = null
  state = { version: '2026.11', system: 'Windows 电脑', can_install: true, installed: null, failed: null }
})

it('says what is new, and installs and opens it again only when each is asked for', async () => {
  const part = await open()
  expect(part.find('[data-test="update-offer"]').text()).toContain('新版本 2026.12')
  expect(part.text()).toContain('简报可以打印成册。')
  expect(named()).toEqual(['updates.look'])
  await part.find('[data-test="update-install"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('updates.install', expect.objectContaining({ file }))
  expect(part.find('[data-test="update-installed"]').text()).toContain('已装好')
  expect(named()).not.toContain('updates.restart')
  await part.find('[data-test="update-restart"]').trigger('click')
  await flushPromises()
  expect(named()).toContain('updates.restart')
  expect(part.text()).toContain('重新打开')
})

it('says why a file is refused, beside its name and without a button', async () => {
  offers = [offer({ version: '', refused: '更新文件的签名不对，没有安装。' }), offer()]
  const part = await open()
  const first = part.findAll('[data-test="update-offer"]')[0]!
  expect(first.text()).toContain('hezhan-2026.12-linux-x86_64.hzu：更新文件的签名不对')
  expect(first.find('[data-test="update-install"]').exists()).toBe(false)
  expect(part.findAll('[data-test="update-install"]')).toHaveLength(1)
})

it('keeps the offer when installing it fails, with the reason', async () => {
  refusal = new CallError('disk_full', '磁盘空间不足，新版本没有装下。')
  const part = await open()
  await part.find('[data-test="update-install"]').trigger('click')
  await flushPromises()
  expect(part.text()).toContain('新版本没有装下')
  expect(part.find('[data-test="update-install"]').exists()).toBe(true)
})

it('tells that the last update did not start, and takes a file from the stick', async () => {
  state = { ...state, failed: '新版本 2026.12 没有启动成功，已改回 2026.11。' }
  const part = mount(UpdatePanel)
  await flushPromises()
  expect(part.find('[data-test="update-failed"]').text()).toContain('已改回 2026.11')
  await part.find('[data-test="update-choose"]').trigger('click')
  await flushPromises()
  expect(part.find('[data-test="update-offer"]').exists()).toBe(true)
})

it('offers no button where nothing can be installed', async () => {
  state = { ...state, can_install: false, installed: null }
  const part = mount(UpdatePanel)
  await flushPromises()
  expect(part.find('[data-test="update-choose"]').exists()).toBe(false)
})
