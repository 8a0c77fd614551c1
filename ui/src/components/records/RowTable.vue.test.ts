// A long table: rows as they come into sight, a place kept for those not here yet, a row opened by click or Enter.
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { columnsOf } from './rowTable'
import RowTable from './RowTable.vue'

type Row = { id: string; name: string; times: number }
const rows: Array<Row | null> = [{ id: 'r1', name: '李秀英', times: 3 }, null, { id: 'r3', name: '张三', times: 0 }]
const columns = columnsOf<Row>(
  ['name', '姓名', 112, (row) => row.name, 'grow'],
  ['times', '次数', 60, (row) => row.times, 'figure'],
)

async function open() {
  const ElAutoResizer = { template: '<div><slot :height="400" :width="600" /></div>' }
  const part = mount(RowTable, {
    props: { rows, columns, name: 'visit' } as never,
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
