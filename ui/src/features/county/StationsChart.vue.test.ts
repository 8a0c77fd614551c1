// Stations side by side: a bar for each, by the figure that is chosen, and behind it the rows of that station.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { StationLine } from '@/api/types'
import StationsChart from './StationsChart.vue'

const line = (code: string, name: string, visits: number, cases_open: number) =>
  ({ code, name, visits, cases_open }) as StationLine
const stations = [line('43018111001', '大瑶镇', 12, 1), line('43018111002', '石桥镇', 3, 4)]

it('names every station, draws the figure that is chosen and asks for the rows of a station', async () => {
  const page = mount(StationsChart, { props: { stations } })
  expect(page.findAll('.label').map((one) => one.text())).toEqual(['大瑶镇', '石桥镇'])
  expect(page.findAll('.ink').map((one) => one.attributes('style'))).toEqual(['width: 100%;', 'width: 25%;'])
  await page.get('[data-test="stations-figure"]').setValue('case.open_at_end')
  await page.get('[data-test="bar-43018111002"]').trigger('click')
  expect(page.emitted('look')).toEqual([['43018111002', 'case.open_at_end']])
})
