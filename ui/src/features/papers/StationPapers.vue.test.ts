// Papers about whole stations, offered in one menu.
import { flushPromises, shallowMount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import PrintMenu from '@/components/records/PrintMenu.vue'
import StationPapers from './StationPapers.vue'

vi.mock('@/api/call', () => ({
  call: async () => [
    { name: 'visit', title: '走访记录表', kind: 'visit', of_station: false, rows: null },
    { name: 'staff_roster', title: '社工花名册', kind: null, of_station: true, rows: null },
  ],
}))

async function items(stations: string[]) {
  const part = shallowMount(StationPapers, { props: { stations } })
  await flushPromises()
  return part.getComponent(PrintMenu).props('items')
}

describe('papers of stations', () => {
  it('one station has its rule books as one paper beside the others', async () => {
    const offered = await items(['43990110101'])
    expect(offered.map((one) => one.label)).toEqual(['社工花名册', '制度汇编'])
    expect(offered[1]?.papers).toEqual([{ paper: 'rule_compendium', station: '43990110101' }])
  })

  it('of several stations each has a paper of its own, in one run', async () => {
    const offered = await items(['43990110101', '43990110201'])
    expect(offered.map((one) => one.label)).toEqual(['社工花名册'])
    expect(offered[0]?.papers).toEqual([
      { paper: 'staff_roster', station: '43990110101' },
      { paper: 'staff_roster', station: '43990110201' },
    ])
  })
})
