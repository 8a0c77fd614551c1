// 小组与活动: another tab is asked for once, in its own order.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import GroupsPage from './GroupsPage.vue'

const asked: Array<[string, unknown]> = []
vi.mock('@/api/call', () => ({
  call: async (name: string, { sort }: { sort: unknown }) => {
    asked.push([name, sort])
    return name === 'groups.list' ? { rows: [] } : { coming: [], past: [] }
  },
}))
vi.mock('vue-router', () => ({
  useRoute: () => ({ query: {} }),
  useRouter: () => ({ push: vi.fn(), replace: vi.fn() }),
}))
session.start = { person: { id: 'lin' }, place: { side: 'station' } } as typeof session.start

it('asks for a tab once, and not in the order of the one before', async () => {
  const GroupTable = { name: 'GroupTable', template: '<p />' }
  const page = mount(GroupsPage, { global: { stubs: { GroupTable, PrintMenu: true } } })
  await flushPromises()
  page.findComponent({ name: 'GroupTable' }).vm.$emit('update:sort', { column: 'name' })
  await flushPromises()
  await page.get('[data-test="tab-activities"] input').setValue()
  await flushPromises()
  expect(asked).toEqual([
    ['groups.list', null],
    ['groups.list', { column: 'name' }],
    ['activities.list', null],
  ])
})
