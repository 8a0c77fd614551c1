// The drawer of a handover: who leaves is chosen, what is hers is shown, it goes over in one act and its lists are
// printed.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { said } from '@/components/frame/statusLine'
import { printAsked } from '@/components/records/printing'
import HandoverDrawer from './HandoverDrawer.vue'

const act = vi.fn()
let left = [
  { kind: 'case', kind_label: '个案', id: 'c1', title: '甲一 独居', state: '线索', unfinished: false },
  { kind: 'recipient', kind_label: '服务对象', id: 'r1', title: '乙二', state: '', unfinished: false },
]
const all = left
vi.mock('@/api/call', () => ({
  call: async (name: string, request: object) => {
    if (name === 'staff.list') return [{ id: 's1', name: '周文', active: true }]
    if (name === 'records.list') return { rows: [], total: 0 }
    if (name === 'handover.open')
      return { name: '周文', counts: ['个案 1 个'], items: left, receivers: [{ id: 's2', name: '吴桐' }] }
    return await act(name, request)
  },
}))
const ElSelect = { name: 'ElSelect', template: '<div><slot /></div>' }
const ElOption = { name: 'ElOption', props: ['label', 'value'], template: '<i />' }
const SideDrawer = { template: '<div><slot /></div>' }
const ElInput = { name: 'ElInput', template: '<input />' }

async function open() {
  const stubs = { ElSelect, ElOption, ElInput, SideDrawer, LongWorkBar: true }
  const part = mount(HandoverDrawer, { props: { modelValue: true }, global: { stubs } })
  await flushPromises()
  const choose = async (test: string, value: string) => {
    part
      .findAllComponents(ElSelect)
      .find((one) => one.attributes('data-test') === test)!
      .vm.$emit('update:modelValue', value)
    await flushPromises()
  }
  return { part, choose }
}
beforeEach(() => {
  act.mockReset()
  left = all
})

test('everything goes to one person with a reason, is said, and its list is printed', async () => {
  const { part, choose } = await open()
  await choose('handover-from', 's1')
  expect(part.get('[data-test="handover-counts"]').text()).toBe('周文名下还有 个案 1 个。')
  await choose('handover-all', 's2')
  const button = part.get('[data-test="handover-do"]')
  expect([button.text(), button.attributes('disabled')]).toEqual(['移交 2 项', expect.anything()])
  part.findComponent(ElInput).vm.$emit('update:modelValue', '辞职')
  await flushPromises()
  act.mockImplementation(async () => {
    left = []
    return { handovers: [{ id: 'h1', to: '吴桐', count: 2 }], left: [], warnings: ['甲一：应当回避'], cancelled: false }
  })
  await button.trigger('click')
  await flushPromises()
  const [name, request] = act.mock.calls[0]!
  expect([name, request.from, request.reason, request.lines.length]).toEqual(['handover.hand_over', 's1', '辞职', 2])
  expect(said.text).toContain('2 项移交给吴桐')
  expect(printAsked.papers).toEqual([{ paper: 'handover', record: 'h1' }])
  expect(part.get('[data-test="handover-remark"]').text()).toBe('甲一：应当回避')
  expect(part.get('[data-test="handover-none"]').text()).toContain('可以标为离岗')
})

test('a piece of its own goes to its own receiver, and nothing without one', async () => {
  const { part, choose } = await open()
  await choose('handover-from', 's1')
  expect(part.get('[data-test="handover-do"]').text()).toBe('移交 0 项')
  await choose('handover-line-to', 's2')
  expect(part.get('[data-test="handover-do"]').text()).toBe('移交 1 项')
})
