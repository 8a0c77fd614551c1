// A table of a report opens the rows of a number while it is a draft, and of nothing that counts none.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import ReportTable from './ReportTable.vue'

const table = {
  caption: '分站对比',
  columns: [
    { title: '站点', width: 2, number: false },
    { title: '服务人数（人）', width: 1, number: true },
  ],
  rows: [
    { cells: [{ text: '大瑶' }, { text: '4', figure: 'service.persons', station: 's1' }] },
    { cells: [{ text: '全县' }, { text: '0', figure: 'service.persons' }] },
  ],
  note: '全县人数按人去重。',
}

it('opens the rows of a number with its station', async () => {
  const page = mount(ReportTable, { props: { table, open: true } })
  expect(page.findAll('button')).toHaveLength(1)
  await page.get('button').trigger('click')
  expect(page.emitted('look')).toEqual([['service.persons', 's1']])
})

it('opens nothing once it is frozen', () => {
  const page = mount(ReportTable, { props: { table, open: false } })
  expect(page.find('button').exists()).toBe(false)
  expect(page.text()).toContain('按人去重')
})
