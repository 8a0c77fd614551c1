// The county's hub as it is set up: on this PC, with its address and whether it runs, or on a server.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import HubSetup from './HubSetup.vue'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<[string, unknown]> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: never) => {
    asked.push([name, request])
    return answers[name]?.(request) ?? Promise.resolve({})
  },
}))

const closed = {
  possible: true,
  opened: false,
  running: false,
  folder: '/data/信箱',
  port: 8443,
  addresses: ['192.168.1.20', '10.0.0.5'],
  named: null as string | null,
  hint: '站点连不上时…',
}
const opened = { ...closed, opened: true, running: true, named: 'https://192.168.1.20:8443' }

async function setup(hub: object, passphrase?: string) {
  answers['hub.here'] = async () => hub
  const part = mount(HubSetup, { props: { county: 'c1', rootKey: 'k1', passphrase }, attachTo: document.body })
  await flushPromises()
  return part
}
const last = (name: string) => asked.filter(([one]) => one === name).at(-1)?.[1]

beforeEach(() => {
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
})

it('opens a hub on this PC with one press, at the likeliest address', async () => {
  answers['hub.open'] = async () => opened
  const part = await setup(closed, '后山那棵歪枣树下')
  expect(part.find('[data-test="own-hub-root-passphrase"]').exists()).toBe(false)
  await part.find('[data-test="own-hub-form"]').trigger('submit')
  await flushPromises()
  expect(last('hub.open')).toEqual({
    address: '192.168.1.20',
    folder: undefined,
    port: undefined,
    root_passphrase: '后山那棵歪枣树下',
  })
  expect(part.emitted('saved')).toHaveLength(1)
  expect(part.find('[data-test="own-hub-running"]').exists()).toBe(true)
  expect(part.find('[data-test="own-hub-named"]').text()).toBe('https://192.168.1.20:8443')
})

it('says why it could not, and keeps what was typed', async () => {
  answers['hub.open'] = () => Promise.reject(new CallError('file_access', '端口打不开，可能已被占用。'))
  const part = await setup(closed)
  await part.find('[data-test="own-hub-address"]').setValue('10.0.0.5')
  await part.find('[data-test="own-hub-port"]').setValue('9443')
  await part.find('[data-test="own-hub-root-passphrase"]').setValue('后山')
  await part.find('[data-test="own-hub-form"]').trigger('submit')
  await flushPromises()
  expect(last('hub.open')).toMatchObject({ address: '10.0.0.5', port: 9443, root_passphrase: '后山' })
  expect(part.find('[data-test="error-line"]').exists()).toBe(true)
  expect(part.find<HTMLInputElement>('[data-test="own-hub-address"]').element.value).toBe('10.0.0.5')
})

it('shows whether it runs, stops and starts it', async () => {
  answers['hub.stop'] = async () => ({ ...opened, running: false })
  answers['hub.start'] = async () => opened
  const part = await setup(opened)
  await part.find('[data-test="own-hub-stop"]').trigger('click')
  await flushPromises()
  expect(part.find('[data-test="own-hub-stopped"]').exists()).toBe(true)
  await part.find('[data-test="own-hub-start"]').trigger('click')
  await flushPromises()
  expect(part.find('[data-test="own-hub-running"]').exists()).toBe(true)
})

it('copies the address for the stations', async () => {
  const writeText = vi.fn(async () => undefined)
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  const part = await setup(opened)
  await part.find('[data-test="copy"]').trigger('click')
  await flushPromises()
  expect(writeText).toHaveBeenCalledWith('https://192.168.1.20:8443')
  vi.unstubAllGlobals()
})

it('warns when this PC has got another address than the stations know', async () => {
  expect((await setup(opened)).find('[data-test="own-hub-elsewhere"]').exists()).toBe(false)
  const moved = await setup({ ...opened, addresses: ['192.168.1.77'] })
  expect(moved.find('[data-test="own-hub-elsewhere"]').text()).toContain('192.168.1.77')
  const byName = await setup({ ...opened, named: 'https://hub.example:443', addresses: ['192.168.1.77'] })
  expect(byName.find('[data-test="own-hub-elsewhere"]').exists()).toBe(false)
})

it('takes the line of a server, and is the only way where this PC cannot be one', async () => {
  const part = await setup({ ...closed, possible: false })
  expect(part.find('[data-test="own-hub"]').exists()).toBe(false)
  expect(part.find('[data-test="hub-init"]').text()).toContain('--county c1 --root-key k1')
  await part.find('[data-test="hub-line"]').setValue(' https://a:8443#x.y ')
  await part.find('[data-test="hub-root-passphrase"]').setValue('后山')
  await part.find('form').trigger('submit')
  await flushPromises()
  expect(last('setup.hub')).toEqual({ hub: 'https://a:8443#x.y', root_passphrase: '后山' })
})
