// Attendance by keyboard: a mark is saved at once, shown at once, and taken back when it was refused.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { said } from '@/components/frame/statusLine'
import AttendanceGrid from './AttendanceGrid.vue'

const call = vi.fn(async (_name: string, _request: object): Promise<unknown> => view())
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))

const member = (id: string, name: string) => ({ record: { id, fields: { name, recipient: 'r' } }, times: 0 })
const session = (id: string, no: number, open = true) => ({
  record: { id, fields: { session_no: no, date: '2026-11-0' + no, state: 'held' } },
  open,
  expected: ['m1', 'm2'],
  marks: {},
  present: 0,
})
function view() {
  return {
    members: [member('m1', '李秀英'), member('m2', '张三')],
    sessions: [session('s1', 1), session('s2', 2, false)],
    record: { id: 'g1', fields: {} },
    line: { person_times: 0 },
  } as never
}

function open() {
  const part = mount(AttendanceGrid, { props: { view: view() }, attachTo: document.body })
  const cell = (row: number, column: number) => part.find(`[data-test="mark-${row}-${column}"]`)
  const press = async (row: number, column: number, key: string) => {
    await cell(row, column).trigger('keydown', { key })
    await flushPromises()
  }
  return { part, cell, press }
}

beforeEach(() => {
  call.mockReset()
  call.mockImplementation(async () => view())
  said.text = ''
})

describe('marking attendance', () => {
  it('marks with a space, and saves at once', async () => {
    const { press } = open()
    await press(0, 0, ' ')
    expect(call).toHaveBeenCalledWith('groups.attend', { session: 's1', member: 'm1', status: 'present' })
    expect(said.text).toBe('已保存 · 待发送')
  })

  it('shows the mark before the answer has come', async () => {
    call.mockImplementation(() => new Promise(() => undefined))
    const { cell, press } = open()
    await press(0, 0, ' ')
    expect(cell(0, 0).attributes('aria-label')).not.toContain('未点')
  })

  it('takes the mark back when it was refused, and says why', async () => {
    call.mockRejectedValue(new CallError('not_allowed', ''))
    const { cell, press } = open()
    await press(0, 0, ' ')
    expect(cell(0, 0).attributes('aria-label')).toContain('未点')
    expect(said.text).toContain('您没有这项权限')
  })

  it('moves to the next name with the arrow', async () => {
    const { cell, press } = open()
    await press(0, 0, 'ArrowDown')
    expect(document.activeElement).toBe(cell(1, 0).element)
  })

  it('is not possible in a session that has not been held yet', async () => {
    const { press } = open()
    await press(0, 1, ' ')
    expect(call).not.toHaveBeenCalled()
    expect(said.text).toContain('还没到日期')
  })
})
