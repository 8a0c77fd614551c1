// Deleting a record: never without a reason, and taken back from the foot of the window.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { said } from '@/components/frame/statusLine'
import DeleteRecord from './DeleteRecord.vue'

const call = vi.fn(async (_name: string, _request: object): Promise<unknown> => ({ id: 'r1' }))
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))

const record = { kind: 'visit', id: 'v1', refs: { date: [['log', 1, 'h']] }, editable: true } as never
const ElPopover = { template: '<div><slot name="reference" /><slot /></div>' }
const open = (props = {}) => mount(DeleteRecord, { props: { record, ...props }, global: { stubs: { ElPopover } } })
const confirm = '[data-test="delete-confirm"]'

beforeEach(() => {
  call.mockClear()
  said.text = ''
})

describe('deleting', () => {
  it('wants a reason first', async () => {
    const part = open()
    expect(part.find(confirm).attributes('disabled')).toBeDefined()
    await part.find('input').setValue('登记错了')
    expect(part.find(confirm).attributes('disabled')).toBeUndefined()
  })

  it('sends the reason and what was seen, and can be taken back', async () => {
    const part = open()
    await part.find('input').setValue('登记错了')
    await part.find(confirm).trigger('click')
    await flushPromises()
    expect(call).toHaveBeenCalledWith('records.delete', {
      kind: 'visit',
      id: 'v1',
      reason: '登记错了',
      seen: { date: [['log', 1, 'h']] },
    })
    expect(part.emitted('deleted')).toHaveLength(1)
    said.undo?.()
    await flushPromises()
    expect(call).toHaveBeenLastCalledWith('records.undelete', { kind: 'visit', id: 'v1' })
    expect(part.emitted('restored')).toHaveLength(1)
  })

  it('that is refused says why in the foot and deletes nothing on the page', async () => {
    call.mockRejectedValueOnce(new CallError('not_allowed', ''))
    const part = open()
    await part.find('input').setValue('登记错了')
    await part.find(confirm).trigger('click')
    await flushPromises()
    expect(said.text).toContain('您没有这项权限')
    expect(part.emitted('deleted')).toBeUndefined()
  })

  it('is offered only to whoever may change the record', () => {
    expect(
      open({ record: { ...(record as object), editable: false } })
        .find(confirm)
        .exists(),
    ).toBe(false)
  })
})
