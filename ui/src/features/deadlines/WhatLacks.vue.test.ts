// The things that a station must have and has not: named for one station, counted by station for the county.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import WhatLacks from './WhatLacks.vue'

const whole = { clause: '五', kind: 'equipment', text: '6/6', whole: true, lacks: [] }
const lacking = { clause: '五', kind: 'staff_file', text: '1/2', whole: false, lacks: ['罗明明'] }
const station = (name: string, checks: object[]) => ({ station: name, name, checks })
let stations: object[] = []
vi.mock('@/api/call', () => ({ call: async () => ({ labels: ['必备条件', '五险'], stations }) }))

async function lines() {
  const part = mount(WhatLacks, { global: { stubs: { RouterLink: { template: '<a><slot /></a>' } } } })
  await flushPromises()
  const link = part.find('a')
  return [link.exists() ? link.text() : '', ...part.findAll('[data-test="lacking"]').map((one) => one.text())]
}

it('names what one station lacks, and who', async () => {
  stations = [station('大瑶镇社工站', [whole, lacking])]
  expect(await lines()).toEqual(['1 项没有达到', '五险1/2缺：罗明明'])
})

it('says of several stations which lack what', async () => {
  stations = [station('大瑶镇社工站', [whole, lacking]), station('文家市镇社工站', [whole, whole])]
  expect((await lines()).length).toBe(2)
  expect((await lines())[0]).toBe('1 个站点没有达到')
  expect((await lines())[1]).toContain('五险 1/2')
})

it('is not there where nothing lacks', async () => {
  stations = [station('大瑶镇社工站', [whole, whole])]
  expect(await lines()).toEqual([''])
})
