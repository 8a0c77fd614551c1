// A long table: rows as they come into sight, a place kept for those not here yet, a row opened by click or Enter,
// sorted by the titles of its columns, chosen by boxes.
import { mount } from '@vue/test-utils'
import { ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { useChosenRows } from './chosenRows'
import { columnsOf } from './rowTable'
import RowTable from './RowTable.vue'

type Row = { id: string; name: string; times: number }
const rows: Array<Row | null> = [{ id: 'r1', name: '李秀英', times: 3 }, null, { id: 'r3', name: '张三', times: 0 }]
const columns = columnsOf<Row>(
  ['name', '姓名', 112, (row) => row.name, 'grow'],
  ['times', '次数', 60, (row) => row.times, 'figure'],
)

async function open(more: object = {}) {
  const ElAutoResizer = { template: '<div><slot :height="400" :width="600" /></div>' }
  const part = mount(RowTable, {
    props: { rows, columns, name: 'visit', ...more } as never,
    global: { stubs: { ElAutoResizer } },
    attachTo: document.body,
  })
  await part.vm.$nextTick()
  return { part, drawn: () => part.findAll<HTMLElement>('[data-test="visit-row"]') }
}

describe('a long table', () => {
  it('shows titles and cells, and … for a row that is not here yet', async () => {
    const { part, drawn } = await open()
    expect(part.text()).toContain('姓名')
    expect(drawn().map((one) => one.findAll('.cell').map((cell) => cell.text()))).toEqual([
      ['李秀英', '3'],
      ['…', '…'],
      ['张三', '0'],
    ])
  })

  it('opens a row by click and by Enter, and nothing where no row is yet', async () => {
    const { part, drawn } = await open()
    await drawn()[0]!.trigger('click')
    await drawn()[2]!.trigger('keydown', { key: 'Enter' })
    await drawn()[1]!.trigger('click')
    expect(part.emitted('open')?.map(([row]) => (row as Row).id)).toEqual(['r1', 'r3'])
  })

  it('sorts by a title, with the keyboard too, and is only a title where nothing sorts', async () => {
    const { part } = await open({ sort: null })
    const title = part.find('[data-test="sort-name"]')
    expect(title.element.tagName).toBe('BUTTON')
    await title.trigger('click')
    expect(part.emitted('update:sort')?.at(-1)).toEqual([{ column: 'name' }])
    await part.setProps({ sort: { column: 'name' } } as never)
    await part.find('[data-test="sort-name"]').trigger('click')
    expect(part.emitted('update:sort')?.at(-1)).toEqual([{ column: 'name', descending: true }])
    expect((await open()).part.find('[data-test="sort-name"]').exists()).toBe(false)
  })

  it('has figures on the right', async () => {
    const { drawn } = await open()
    const cells = drawn()[0]!.findAll('.el-table-v2__row-cell')
    expect(cells.map((one) => one.classes().includes('is-align-right'))).toEqual([false, true])
  })

  it('chooses rows by their boxes without opening them, and with the space bar', async () => {
    const list = { rows: ref(rows), total: ref(3), seen: async () => undefined }
    const chosen = useChosenRows(list as never, async () => ['r1', 'r2', 'r3'])
    const { part, drawn } = await open({ chosen })
    await drawn()[0]!.find('[data-test="visit-choose"]').trigger('click')
    expect([...chosen.ids.value]).toEqual(['r1'])
    await drawn()[2]!.trigger('keydown', { key: ' ' })
    expect([...chosen.ids.value]).toEqual(['r1', 'r3'])
    await part.find('[data-test="visit-choose-all"]').trigger('click')
    expect(chosen.whole.value).toBe(true)
    expect(part.emitted('open')).toBeUndefined()
  })

  it('goes from row to row with the arrows', async () => {
    const { drawn } = await open()
    drawn()[0]!.element.focus()
    await drawn()[0]!.trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(drawn()[1]!.element)
    await drawn()[1]!.trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement).toBe(drawn()[0]!.element)
  })

  it('is reached row by row with the Tab key', async () => {
    const { drawn } = await open()
    expect(drawn().every((one) => one.attributes('tabindex') === '0')).toBe(true)
  })
})
