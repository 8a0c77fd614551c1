// The grid of a form: merged cells are one place, formulas none, and what is filled says with what.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import FormGrid from './FormGrid.vue'

const cell = (row: number, column: number, text: string, over: object = {}) => ({
  row,
  column,
  row_span: 1,
  column_span: 1,
  text,
  formula: false,
  ...over,
})
const sheet = {
  name: '月报表',
  rows: 2,
  columns: 3,
  protected: false,
  cells: [cell(1, 1, '月报表', { column_span: 3 }), cell(2, 1, '走访'), cell(2, 3, '', { formula: true })],
}

it('offers each place once and no formula', async () => {
  const grid = mount(FormGrid, { props: { sheet, filled: new Map([['B2', '本期 · 有效走访']]), chosen: 'B2' } })
  expect(grid.findAll('[data-test^="cell-"]').map((one) => one.attributes('data-test'))).toEqual([
    'cell-A1',
    'cell-A2',
    'cell-B2',
  ])
  expect(grid.find('[data-test="cell-B2"]').text()).toBe('本期 · 有效走访')
  expect(grid.text()).toContain('公式')
  await grid.find('[data-test="cell-B2"]').trigger('click')
  expect(grid.emitted('choose')).toEqual([['B2']])
})
