// The late reports: reason and telephone stand beside what is owed, and a reminder names the deadline it is about.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import LateReports from './LateReports.vue'

const deadline = (over: object) => ({
  rule: 'monthly_brief',
  label: '月度工作简报',
  station: '43018111001',
  station_name: '大瑶站',
  subject: '2026-10',
  record: null,
  due: '2026-11-05',
  state: 'overdue',
  words: '逾期 18 天',
  ...over,
})
const answer = {
  year: 2026,
  stations: [
    {
      code: '43018111001',
      name: '大瑶站',
      telephone: '罗站长 138',
      heard_ms: null,
      due: 4,
      on_time: 1,
      late: 1,
      owing: 2,
      rate: '25%',
    },
  ],
  rows: [
    { deadline: deadline({}), reason: '多半是站里还没有定稿', telephone: '罗站长 138' },
    { deadline: deadline({ subject: '2026-09', state: 'settled', words: '已完成' }), reason: '', telephone: '' },
  ],
}
const call = vi.fn(async (name: string, _request: object) => (name === 'late_reports.list' ? answer : {}))
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => call(name, request) }))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))
vi.mock('@/api/session', async (original) => ({
  ...(await original<object>()),
  atCounty: { value: true, __v_isRef: true },
}))

it('reminds of the report that is owed, and not of one that came', async () => {
  const part = mount(LateReports, {
    global: {
      stubs: {
        ElSelect: true,
        ElOption: true,
        'middle-dialog': { template: '<div><slot /><slot name="footer" /></div>' },
      },
    },
  })
  await flushPromises()
  const rows = part.findAll('[data-test="late-report"]')
  expect(rows[0]!.text()).toContain('多半是站里还没有定稿')
  expect(rows[0]!.text()).toContain('罗站长 138')
  expect(rows.map((row) => row.find('[data-test="remind"]').exists())).toEqual([true, false])
  await rows[0]!.find('[data-test="remind"]').trigger('click')
  await part.find('[data-test="remind-words"]').setValue('周五前报来')
  await part.find('[data-test="remind-send"]').trigger('click')
  await flushPromises()
  expect(call).toHaveBeenCalledWith('late_reports.remind', {
    station: '43018111001',
    rule: 'monthly_brief',
    subject: '2026-10',
    text: '周五前报来',
  })
})
