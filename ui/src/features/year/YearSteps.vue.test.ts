// 本年度: many lines are folded, what is to be begun is handed up with what it begins with, a record is opened.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { YearLine, YearStep } from '@/api/types'
import YearSteps from './YearSteps.vue'

const line = (over: Partial<YearLine>): YearLine => ({
  title: '2026-11',
  whose: '站点',
  due: '2026-12-05',
  done: null,
  state: 'near',
  words: '还有 12 天',
  record: null,
  begin: null,
  draft: null,
  ...over,
})
const step = (over: Partial<YearStep>): YearStep => ({
  name: 'needs_survey',
  label: '需求调研',
  clause: '实施方案 七（四）',
  owes: '站点',
  state: 'open',
  words: '还没有',
  lines: [],
  begin: null,
  ...over,
})
const open = (steps: YearStep[]) =>
  mount(YearSteps, { props: { steps }, global: { stubs: { ElButton: false, RouterLink: true } } })

it('hands up what a button begins with', async () => {
  const begin = { kind: 'needs_survey', label: '需求调研', fields: { year: 2026 } }
  const page = open([step({ begin }), step({ name: 'station_plan', state: 'done', words: '已完成' })])
  await page.get('[data-test="year-begin-needs-survey"]').trigger('click')
  expect(page.emitted('begin')).toEqual([[begin]])
  expect(page.find('[data-test="year-begin-station-plan"]').exists()).toBe(false)
})

it('folds what has many lines and opens the record of one', async () => {
  const record = { kind: 'monthly_brief', id: 'b1' }
  const page = open([step({ name: 'monthly_briefs', lines: [line({ record }), line({}), line({})] })])
  expect(page.findAll('.line').length).toBe(0)
  await page.get('.head .linklike').trigger('click')
  expect(page.findAll('.line').length).toBe(3)
  await page.get('[data-test="year-open"]').trigger('click')
  expect(page.emitted('open')).toEqual([[record]])
})

it('leads to the draft of the report that a line asks for', () => {
  const draft = '/reports/quarterly_report/2026-Q3'
  const page = open([step({ name: 'quarters', lines: [line({ draft, state: 'overdue' })] })])
  expect(page.get('[data-test="year-draft"]').attributes('to')).toBe(draft)
})
