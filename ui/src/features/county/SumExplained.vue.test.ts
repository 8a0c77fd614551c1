// Sum of the stations against the county: the equation, and the names behind each difference.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import SumExplained from './SumExplained.vue'

const sum = {
  label: '服务人数',
  period: '2026年11月',
  words: '各站合计 5 人 − 跨站重复 1 人 − 合并档案 1 人 = 全县 3 人',
  county: '3',
  stations: [{ code: 'a', name: '大瑶站', reported: '3', frozen: true, now: '2' }],
  twice: [{ name: '张大山（新河村）', stations: ['大瑶站', '文家市站'], why: '身份证号相同', files: ['x', 'y'] }],
  merged: [{ station: '大瑶站', name: '李秀英（南街社区）', into: '李秀英（新河村）' }],
  corrected: [
    {
      station: '大瑶站',
      record: {
        record: { kind: 'visit', id: 'v' },
        kind: '走访记录',
        title: '周明明',
        act: '补录',
        day: '2026-11-21',
        detail: '',
      },
    },
  ],
  note: '',
}
const call = vi.fn(async (name: string, _request: object) => (name === 'sums.explain' ? sum : { figures: [] }))
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))

it('explains a figure down to the names, and asks anew for another', async () => {
  const stubs = { 'side-drawer': { template: '<div><slot /></div>' }, ElSelect: true, ElOption: true }
  const part = mount(SumExplained, {
    props: { period: '2026-11', modelValue: null as string | null },
    global: { stubs },
  })
  await part.setProps({ modelValue: 'service.persons' })
  await flushPromises()
  expect(part.find('[data-test="sum-words"]').text()).toBe(sum.words)
  expect(part.find('[data-test="sum-twice"]').text()).toContain('张大山（新河村）')
  expect(part.find('[data-test="sum-merged"]').text()).toContain('并入')
  await part.find('[data-test="sum-corrected"] button').trigger('click')
  expect(part.emitted('open')).toEqual([[{ kind: 'visit', id: 'v' }]])
  await part.setProps({ modelValue: 'visit.effective' })
  expect(call).toHaveBeenLastCalledWith('sums.explain', { period: '2026-11', figure: 'visit.effective' })
})
