// PCs that wait for the county: who sits at them, and several confirmed with one passphrase.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import DeviceRequests from './DeviceRequests.vue'

let rows: object[] = []
const asked: Array<[string, unknown]> = []
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
vi.mock('@/api/call', () => ({
  call: async (name: string, request: unknown) => {
    asked.push([name, request])
    if (name === 'devices.confirm') {
      rows = []
      return { files: [], by_hub: true }
    }
    return rows
  },
}))
const row = (device: string, person: string | null, role: string | null, known = true) => ({
  device,
  station: '43018111001',
  station_name: '浏阳市大瑶镇社会工作服务站',
  letter: device.toUpperCase(),
  name: '办公电脑',
  person,
  role,
  time_ms: 0,
  known,
})
async function open(props: object = {}) {
  const part = mount(DeviceRequests, { props })
  await flushPromises()
  return part
}
async function confirm(part: Awaited<ReturnType<typeof open>>) {
  await part.find('[data-test="device-confirm-open"]').trigger('click')
  await part.find('[data-test="device-root-passphrase"]').setValue('后山那棵歪枣树下')
  await part.find('form').trigger('submit')
  await flushPromises()
  return asked.find(([name]) => name === 'devices.confirm')?.[1] as { devices: string[] }
}

beforeEach(() => {
  asked.length = 0
  rows = [row('a', '林小禾', 'supervisor'), row('b', null, null), row('c', '外人', 'worker', false)]
})

it('says who joined in which role', async () => {
  const part = await open()
  expect(part.findAll('[data-test="request-person"]').map((one) => one.text())).toEqual([
    '林小禾（站长/督导）',
    '外人（驻站社工）',
  ])
})

it('confirms all that are known with one passphrase, and a stranger only when chosen by hand', async () => {
  expect(await confirm(await open())).toEqual({
    devices: ['a', 'b'],
    root_passphrase: '后山那棵歪枣树下',
    destination: undefined,
  })
})

it('leaves out who is unchecked', async () => {
  const part = await open()
  await part.find('[data-test="request-choose-43018111001-A"] input').trigger('change')
  expect((await confirm(part)).devices).toEqual(['b'])
})

it('is not there on the board while nobody waits', async () => {
  rows = []
  expect((await open({ waitingOnly: true })).find('[data-test="device-requests"]').exists()).toBe(false)
  expect((await open()).text()).toContain('没有新的申请')
})
