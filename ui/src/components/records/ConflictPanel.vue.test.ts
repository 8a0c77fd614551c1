// 待裁决: both values with who, when and what was seen; one is kept, or all where they can stand together.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ConflictView } from '@/api/types'
import ConflictPanel from './ConflictPanel.vue'

const call = vi.fn(async (_name: string, _request: object): Promise<object> => ({}))
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))
const value = (text: string, seq: number, winner: boolean, saw: string | null) => ({
  reference: ['log', seq, 'head'] as [string, number, string],
  value: text,
  text,
  masked: false,
  saw,
  author: '林小禾',
  device: '前台',
  at_ms: 1_795_399_200_000,
  winner,
})
const conflict = (joinable: boolean): ConflictView => ({
  kind: 'recipient',
  record: 'r1',
  title: '李秀英',
  field: 'remark',
  label: '备注',
  joinable,
  values: [value('甲写的', 1, true, '原来写的'), value('乙写的', 2, false, null)],
})
const seen = [
  ['log', 1, 'head'],
  ['log', 2, 'head'],
]
const open = (joinable: boolean, readonly = false) =>
  mount(ConflictPanel, { props: { conflicts: [conflict(joinable)], readonly } })
beforeEach(() => call.mockClear())

it('says what was seen before and keeps the one that is chosen', async () => {
  const part = open(false)
  expect(part.text()).toContain('改之前看到的是“原来写的”')
  await part.find('[data-test="conflict-keep-1"]').trigger('click')
  await flushPromises()
  const { kind, record: id, field } = conflict(false)
  expect(call).toHaveBeenCalledWith('records.resolve', { kind, id, field, choose: ['log', 2, 'head'], seen })
})

it('keeps all of them only where they can stand together', async () => {
  expect(open(false).find('[data-test="conflict-keep-all"]').exists()).toBe(false)
  expect(open(true, true).find('[data-test="conflict-keep-all"]').exists()).toBe(false)
  const part = open(true)
  await part.find('[data-test="conflict-keep-all"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('records.resolve', expect.objectContaining({ all: true, seen }))
  expect(part.emitted('resolved')).toHaveLength(1)
})
