// 工作台: the chart of twelve months is asked for after what wants doing, and anew only when this month has changed.
import { flushPromises, shallowMount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import WorkerFilter from '@/components/inputs/WorkerFilter.vue'
import WorkBench from './WorkBench.vue'

const asked: string[] = []
let effective = 3
vi.mock('@/api/call', () => ({
  call: async (name: string) => {
    asked.push(name)
    if (name === 'home.months') return { months: [] }
    const month = { month: '2026-11', visits: { effective } }
    return { month, last_month: month, due: [], due_without_person: [], workers: [], drafts: [] }
  },
}))
vi.mock('vue-router', () => ({ useRouter: () => ({ push: vi.fn() }) }))
beforeEach(() => {
  localStorage.clear()
  session.start = { person: { id: 'lin', role: 'worker' } } as typeof session.start
})

it('draws the year again when 本月 has changed, not with every look', async () => {
  const page = shallowMount(WorkBench)
  await flushPromises()
  expect(asked).toEqual(['home.get', 'home.months'])
  const choose = async (worker: string) => {
    page.findComponent(WorkerFilter).vm.$emit('update:modelValue', worker)
    await flushPromises()
  }
  await choose('zhou')
  expect(asked).toEqual(['home.get', 'home.months', 'home.get'])
  effective = 4
  await choose('lin')
  expect(asked).toEqual(['home.get', 'home.months', 'home.get', 'home.get', 'home.months'])
})
