// 服务对象: what narrows the list, and that clearing it ends 只看我的 on every page.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { keepOnlyMine, onlyMine } from '@/api/onlyMine'
import { session } from '@/api/session'
import RecipientsPage from './RecipientsPage.vue'

const asked: Array<{ worker?: string | null }> = []
vi.mock('@/api/call', () => ({
  call: async (name: string, request: { worker?: string | null }) => {
    if (name !== 'recipients.list') return []
    asked.push(JSON.parse(JSON.stringify(request)))
    return { rows: [{ id: 'p1' }], total: 1, villages: [], workers: [] }
  },
}))
vi.mock('vue-router', () => ({ useRoute: () => ({ query: {} }), useRouter: () => ({ push: vi.fn() }) }))

const stubs = {
  RecipientFilters: { template: '<div><slot /></div>' },
  RowTable: true,
  PrintMenu: true,
  StationChip: true,
  RouterLink: true,
}
beforeEach(() => {
  localStorage.clear()
  asked.length = 0
  session.start = { person: { id: 'lin', role: 'worker' }, place: { side: 'station' } } as typeof session.start
})

it('begins with 只看我的 as it was chosen, and 清除筛选 ends it for every page', async () => {
  keepOnlyMine('lin', true)
  const page = mount(RecipientsPage, { global: { stubs } })
  await flushPromises()
  expect(asked[0]!.worker).toBe('lin')
  await page.get('[data-test="recipients-clear"]').trigger('click')
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  expect([asked[1]!.worker, onlyMine('lin')]).toEqual([null, false])
})
