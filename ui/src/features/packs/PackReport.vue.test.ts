// An opened pack: intact or not is said first, every figure is equal or unequal, and comments go out with their
// station.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import PackReport from './PackReport.vue'

const asked: [string, object][] = []
vi.mock('@/api/call', () => ({
  call: async (name: string, request: object) => {
    asked.push([name, request])
    return { label: '有效走访', rows: [], total: 0, name: '评估意见.hzc' }
  },
}))
vi.mock('@/api/files', () => ({ pickDestination: async () => ({ download: true }), deliver: async () => undefined }))

const check = (over: object) => ({
  station: 's1',
  period: '2026',
  source: '县级取数',
  code: 'visit.effective',
  label: '有效走访',
  unit: '人次',
  said: '3',
  counted: '3',
  equal: true,
  ...over,
})
const pack = {
  county_name: '浏阳市',
  year: 2026,
  until: '2026-10-31',
  seed: '甲',
  made: '2026-11-23',
  fingerprint: 'abcd',
  signed: true,
  stations: [{ code: 's1', name: '大瑶镇站' }],
  rows: 12,
  heads: 2,
  altered: [] as object[],
  checks: [check({}), check({ period: '2026-10', said: '2', counted: '2' })],
  unequal: 0,
  reports: [
    {
      station: '',
      id: 'r1',
      title: '季度报告 2026-Q3（第 1 版）',
      frozen: '2026-10-09',
      not_counted: '',
      sections: [],
    },
    {
      station: 's1',
      id: 'r2',
      title: '自评报告 2026（第 1 版）',
      frozen: '2026-10-20',
      not_counted: '它的期间超出包里记录的期间',
      sections: [],
    },
    { station: 's2', id: 'r3', title: '别站的简报', frozen: '2026-10-09', not_counted: '', sections: [] },
  ],
  drawn: [{ kind: 'visit', label: '走访记录', count: 2 }],
}

function report(over: object = {}) {
  const plain = { template: '<div><slot /></div>' }
  const input = {
    props: ['modelValue'],
    emits: ['update:modelValue'],
    template: '<input :value="modelValue" @input="$emit(\'update:modelValue\', $event.target.value)" />',
  }
  return mount(PackReport, {
    props: { pack: { ...pack, ...over } as never },
    global: {
      stubs: {
        ElSelect: plain,
        ElOption: true,
        ElCheckbox: {
          props: ['modelValue'],
          emits: ['update:modelValue'],
          template: '<input type="checkbox" @change="$emit(\'update:modelValue\', true)" />',
        },
        ElButton: { template: '<button :disabled="$attrs.disabled"><slot /></button>' },
        ElInput: input,
        InputDate: input,
        RowsDrawer: true,
        PackRecord: true,
      },
    },
  })
}

it('says that everything is equal where it is', () => {
  const one = report()
  expect(one.find('[data-test="pack-intact"]').exists()).toBe(true)
  expect(one.find('[data-test="pack-unequal"]').text()).toBe('2 个数全部由原始记录重新计算，结果相同。')
  expect(one.findAll('[data-test="figure-check"]')).toHaveLength(1)
})

it('names an altered row and shows only what is unequal when asked', async () => {
  const altered = [{ label: '走访记录', id: 'v', station_name: '大瑶镇站', date: '2026-10-12', what: '内容被改过' }]
  const checks = [check({}), check({ period: '2026-10', said: '2', counted: '1', equal: false })]
  const one = report({ altered, checks, unequal: 1 })
  expect(one.find('[data-test="altered-row"]').text()).toBe('大瑶镇站 走访记录 2026-10-12：内容被改过')
  await one.find('[data-test="pack-only-unequal"]').trigger('change')
  expect(one.findAll('[data-test="figure-check"]').map((row) => row.text())).toEqual([
    '有效走访2026-10县级取数21人次不同',
  ])
})

it('says that a pack whose signature does not fit is no evidence', () => {
  const one = report({ signed: false })
  expect(one.find('[data-test="pack-unsigned"]').exists()).toBe(true)
  expect(one.find('[data-test="pack-intact"]').exists()).toBe(false)
})

it('takes comments out with their station and day', async () => {
  const one = report()
  await one.find('[data-test="comment-station"]').setValue('补齐标牌')
  await one.find('[data-test="comment-station-due"]').setValue('2026-12-20')
  await one.find('form').trigger('submit')
  await one.find('[data-test="comments-out"]').trigger('click')
  await flushPromises()
  expect(asked.at(-1)).toEqual([
    'packs.comments',
    { comments: [{ station: 's1', content: '补齐标牌', due_date: '2026-12-20' }], place: { download: true } },
  ])
})

it('shows the reports of the station and of the county, and says of which the figures are not counted', () => {
  const page = report()
  const frozen = page.findAll('[data-test="pack-frozen"]').map((one) => one.text())
  expect(frozen).toHaveLength(2)
  expect(frozen[0]).toContain('季度报告')
  expect(frozen[1]).toContain('超出包里记录的期间')
})
