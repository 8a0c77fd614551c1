// The twelve months of 工作台: the figure is chosen, and a bar asks for the rows of its month and figure.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { MonthFigures } from '@/api/types'
import MonthsChart from './MonthsChart.vue'

const month = (name: string, effective: number, persons: number): MonthFigures =>
  ({ month: name, visits: { effective }, persons, sessions: 1, group_sessions: 2, activities: 3 }) as MonthFigures
const chart = () => mount(MonthsChart, { props: { months: [month('2026-10', 4, 3), month('2026-11', 8, 5)] } })

it('draws effective visits first, and what is chosen then', async () => {
  const page = chart()
  const numbers = () => page.findAll('.number').map((one) => one.text())
  expect(numbers()).toEqual(['4', '8'])
  await page.get('[data-test="months-figure"]').setValue('service.persons')
  expect(numbers()).toEqual(['3', '5'])
  expect(page.get('[data-test="bar-2026-11"]').attributes('title')).toBe('2026年11月 服务人数 5 人')
})

it('asks for the rows behind a bar', async () => {
  const page = chart()
  await page.get('[data-test="months-figure"]').setValue('service.persons')
  await page.get('[data-test="bar-2026-10"]').trigger('click')
  expect(page.emitted('look')).toEqual([['2026-10', 'service.persons']])
})
