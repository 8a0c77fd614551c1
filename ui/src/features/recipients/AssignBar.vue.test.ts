// Giving the chosen people a worker: one act, those left are named, and it can be taken back.
import { flushPromises, mount } from '@vue/test-utils'
import { computed, shallowRef } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { said } from '@/components/frame/statusLine'
import AssignBar from './AssignBar.vue'

const assign = vi.fn()
vi.mock('@/api/call', () => ({
  call: async (name: string, request: { people: unknown[] }) =>
    name === 'staff.list'
      ? [
          { id: 's1', name: '周文', active: true },
          { id: 's2', name: '已离站', active: false },
        ]
      : await assign(request.people),
}))

/** The list of the library measures itself, which nothing here can. */
const ElSelect = { name: 'ElSelect', template: '<div><slot /></div>' }
const ElOption = { name: 'ElOption', props: ['label', 'value'], template: '<i />' }

async function open() {
  const chosen = {
    ids: shallowRef<ReadonlySet<string>>(new Set(['r1', 'r2'])),
    whole: computed(() => false),
    toggle: vi.fn(),
    all: vi.fn(async () => undefined),
    clear: vi.fn(),
  }
  const part = mount(AssignBar, { props: { chosen, total: 120 }, global: { stubs: { ElSelect, ElOption } } })
  await flushPromises()
  const give = async () => {
    part.findComponent({ name: 'ElSelect' }).vm.$emit('update:modelValue', 's1')
    await flushPromises()
    await part.find('[data-test="assign-do"]').trigger('click')
    await flushPromises()
  }
  return { part, chosen, give }
}

const given = (recipient: string) => ({ recipient, worker: 'before', still: 's1' })
beforeEach(() => void assign.mockReset())

describe('the bar of those chosen', () => {
  it('offers only who works here, and nothing is given before somebody is chosen', async () => {
    const { part } = await open()
    expect(part.findAllComponents({ name: 'ElOption' }).map((one) => one.props('label'))).toEqual(['周文'])
    expect(part.find('[data-test="assign-do"]').attributes('disabled')).toBeDefined()
    expect(part.find('[data-test="assign-all"]').text()).toContain('120 人')
  })

  it('gives them all at once, says so, and takes it back', async () => {
    assign.mockResolvedValue({ assigned: [given('r1'), given('r2')], same: 0, left: [], cancelled: false })
    const { part, chosen, give } = await open()
    await give()
    expect(assign).toHaveBeenCalledWith([
      { recipient: 'r1', worker: 's1' },
      { recipient: 'r2', worker: 's1' },
    ])
    expect(said.text).toContain('已把 2 人分给周文')
    expect([chosen.clear.mock.calls.length, part.emitted('done')?.length]).toEqual([1, 1])
    said.undo!()
    await flushPromises()
    expect(assign).toHaveBeenLastCalledWith([given('r1'), given('r2')])
    expect(said.text).toContain('已撤销')
  })

  it('takes it back after it is gone itself, and then says aloud what went wrong', async () => {
    assign.mockResolvedValue({ assigned: [given('r1'), given('r2')], same: 0, left: [], cancelled: false })
    const { part, give } = await open()
    await give()
    const undo = said.undo!
    part.unmount()
    assign.mockRejectedValue(new CallError('disk_full', ''))
    undo()
    await flushPromises()
    expect(said.tone).toBe('error')
    const left = [{ recipient: 'r2', name: '陈二', why: '又换了社工' }]
    assign.mockResolvedValue({ assigned: [given('r1')], same: 0, left, cancelled: false })
    undo()
    await flushPromises()
    expect(said.text).toContain('已撤销，1 人回到原来的社工；1 人没有改：陈二（又换了社工）')
  })

  it('names those who were left and keeps the choice', async () => {
    const left = [{ recipient: 'r2', name: '陈二', why: '档案已删除' }]
    assign.mockResolvedValue({ assigned: [given('r1')], same: 0, left, cancelled: false })
    const { part, chosen, give } = await open()
    await give()
    expect(part.find('[data-test="assign-left"]').text()).toContain('陈二（档案已删除）')
    expect(chosen.clear).not.toHaveBeenCalled()
  })
})
