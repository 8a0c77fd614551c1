// 个案: the board or the list is asked for, not both; whose cases are shown is kept for every page.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { keepOnlyMine, onlyMine } from '@/api/onlyMine'
import { session } from '@/api/session'
import CasesPage from './CasesPage.vue'

const asked: Array<[string, { worker?: string | null }]> = []
const one = { id: 'c1', stage: 'service' }
vi.mock('@/api/call', () => ({
  call: async (name: string, request: { worker?: string | null }) => {
    asked.push([name, request])
    if (name === 'cases.board') return { columns: [{ stage: 'service', label: '服务中', cases: [one] }] }
    return name === 'cases.list' ? [one, one] : []
  },
}))
vi.mock('vue-router', () => ({ useRoute: () => ({ query: {} }), useRouter: () => ({ push: vi.fn() }) }))

const CaseBoard = { props: ['board'], template: '<p data-test="board" />' }
const CaseTable = { props: ['cases'], template: '<p data-test="table">{{ cases.length }}</p>' }
async function open() {
  asked.length = 0
  const page = mount(CasesPage, { global: { stubs: { CaseBoard, CaseTable, NewLead: true, StationChip: true } } })
  await flushPromises()
  return page
}
beforeEach(() => {
  localStorage.clear()
  session.start = { person: { id: 'lin' }, place: { side: 'station' } } as typeof session.start
})

it('asks for what is in view alone, and counts it', async () => {
  const page = await open()
  expect(page.find('[data-test="board"]').exists()).toBe(true)
  expect(page.text()).toContain('1 个')
  await page.get('[data-test="cases-list"] input').setValue()
  await flushPromises()
  expect(page.get('[data-test="table"]').text()).toBe('2')
  expect(page.text()).toContain('2 个')
  expect(asked.map(([name]) => name)).toEqual(['cases.board', 'cases.list'])
})

it('begins with whose people were chosen on any page, and keeps what is chosen here', async () => {
  keepOnlyMine('lin', true)
  const page = await open()
  expect(asked[0]![1].worker).toBe('lin')
  await page.get('[data-test="cases-mine"] input').setValue(false)
  await flushPromises()
  expect([asked.at(-1)![1].worker, onlyMine('lin')]).toEqual([null, false])
})
