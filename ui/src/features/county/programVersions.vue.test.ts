// The program of each PC, on the county's board and in its list of PCs: known by its bundles, or said not to be known.
import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { CountyBoard, DeviceRow } from '@/api/types'
import DeviceList from './DeviceList.vue'
import StationBoard from './StationBoard.vue'

vi.mock('@/api/call', () => ({ call: async () => [] }))
const device = (letter: string, version: string | null) =>
  ({ id: `${letter}0000000`, place: '大瑶镇站', station: '43018111001', letter, version }) as DeviceRow
const programs = [
  { letter: 'A', version: '2026.12', system: 'Windows 电脑' },
  { letter: 'B', version: null, system: null },
]
const station = { code: '43018111001', name: '大瑶镇站', last_contact_ms: null, brief: 'not_yet', programs }

it('stands in the list of PCs', () => {
  const part = mount(DeviceList, {
    props: { devices: [device('A', '2026.12'), device('B', null)], may: false },
    global: { stubs: { 'middle-dialog': true } },
  })
  expect(part.find('[data-test="device-version-43018111001-A"]').text()).toBe('2026.12')
  expect(part.find('[data-test="device-version-43018111001-B"]').text()).toBe('还不知道')
})

it('stands on the board, with the system to choose the update file by', () => {
  const board = { stations: [station] } as unknown as CountyBoard
  const cell = mount(StationBoard, { props: { board } }).find('[data-test="programs-43018111001"]')
  expect(cell.text()).toContain('机位 A：禾站 2026.12')
  expect(cell.text()).toContain('机位 B：版本还不知道')
  expect(cell.find('span').attributes('title')).toBe('Windows 电脑')
})
