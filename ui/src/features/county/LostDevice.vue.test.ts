// The lost PC: the steps stand in order with how far they are, a button only at the one whose turn it is, and each
// calls its command.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import LostDevice from './LostDevice.vue'

const device = {
  id: 'd1',
  name: '前台',
  station: '43018111001',
  place: '大瑶站',
  letter: 'B',
  revoked: false,
  this_one: false,
}
const step = (what: string, state: string) => ({ what, state, detail: `${what} 的说明`, at_ms: null })
let steps = [
  step('revoke', 'open'),
  step('rekey', 'open'),
  step('other_pcs', 'open'),
  step('unsent', 'waiting'),
  step('replacement', 'open'),
]
let beyond = 0
const call = vi.fn(async (name: string, _request: object): Promise<object> => {
  if (name === 'devices.lost') return { device, steps, beyond }
  return name === 'devices.rekey' ? { devices: 1, by_hub: true } : {}
})
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))

async function open() {
  const part = mount(LostDevice, {
    props: { id: 'd1' },
    global: { stubs: { 'side-drawer': { template: '<div><slot /></div>' } } },
  })
  await flushPromises()
  return part
}
const buttons = (part: Awaited<ReturnType<typeof open>>) =>
  part.findAll('[data-test^="lost-do-"]').map((one) => one.attributes('data-test'))

beforeEach(() => call.mockClear())

it('asks for one step at a time, in order, and for the passphrase first', async () => {
  const part = await open()
  expect(buttons(part)).toEqual(['lost-do-revoke'])
  expect(part.find('[data-test="lost-rekey-state"]').text()).toBe('要办')
  expect(part.find('[data-test="lost-do-revoke"]').attributes('disabled')).toBeDefined()
  await part
    .find('[data-test="lost-root-passphrase"] input, input[data-test="lost-root-passphrase"]')
    .setValue('管理密码一句话')
  steps = [step('revoke', 'done'), ...steps.slice(1)]
  await part.find('[data-test="lost-do-revoke"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('devices.revoke', { device: 'd1', root_passphrase: '管理密码一句话' })
  expect(part.emitted('changed')).toHaveLength(1)
  expect(buttons(part)).toEqual(['lost-do-rekey'])
  await part.find('[data-test="lost-do-rekey"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('devices.rekey', { station: '43018111001', root_passphrase: '管理密码一句话' })
})

it('offers to count what came after it was shut out only where something did', async () => {
  steps = [
    step('revoke', 'done'),
    step('rekey', 'done'),
    step('other_pcs', 'done'),
    step('unsent', 'open'),
    step('replacement', 'done'),
  ]
  expect(buttons(await open())).toEqual([])
  beyond = 3
  const part = await open()
  expect(buttons(part)).toEqual(['lost-do-unsent'])
  await part
    .find('[data-test="lost-root-passphrase"] input, input[data-test="lost-root-passphrase"]')
    .setValue('管理密码一句话')
  await part.find('[data-test="lost-do-unsent"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('devices.count_in', { device: 'd1', root_passphrase: '管理密码一句话' })
})
