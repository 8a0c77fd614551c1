// A chart is reached and read without seeing it: each bar is a button that says its number and asks for what it counts.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import BarChart from './BarChart.vue'

const bars = [
  { key: '2026-10', label: '10月', name: '2026年10月', value: 4 },
  { key: '2026-11', label: '11月', name: '2026年11月', value: 8 },
  { key: '2026-12', label: '12月', name: '2026年12月', value: 0 },
]
const chart = () => mount(BarChart, { props: { title: '有效走访', unit: '人次', bars } })

it('gives every bar its height, its number and its words', () => {
  const shown = chart().findAll('button.bar')
  expect(shown.map((bar) => bar.attributes('title'))).toEqual([
    '2026年10月 有效走访 4 人次',
    '2026年11月 有效走访 8 人次',
    '2026年12月 有效走访 0 人次',
  ])
  expect(shown.map((bar) => bar.find('.ink').attributes('style'))).toEqual([
    'height: 50%;',
    'height: 100%;',
    'height: 0%;',
  ])
  expect(shown.map((bar) => bar.find('.number').text())).toEqual(['4', '8', '0'])
})

it('opens what a bar counts; a bar of nothing opens nothing', async () => {
  const page = chart()
  const [first, , empty] = page.findAll('button.bar')
  await first!.trigger('click')
  expect(page.emitted('open')).toEqual([['2026-10']])
  expect(empty!.attributes('disabled')).toBeDefined()
})

it('says the same numbers in a table, which opens them too', async () => {
  const page = chart()
  await page.get('[data-test="chart-as-table"]').trigger('click')
  const rows = page.findAll('[data-test="chart-table"] tbody tr').map((row) => row.text().replace(/\s+/g, ' '))
  expect(rows).toEqual(['2026年10月 4', '2026年11月 8', '2026年12月 0'].map((row) => row.replace(' ', '')))
  await page.findAll('[data-test="chart-table"] button')[1]!.trigger('click')
  expect(page.emitted('open')).toEqual([['2026-11']])
})

it('does not divide by nothing', () => {
  const page = mount(BarChart, { props: { title: '结案', unit: '个', bars: [{ ...bars[2]! }], lying: true } })
  expect(page.get('.ink').attributes('style')).toBe('width: 0%;')
})
