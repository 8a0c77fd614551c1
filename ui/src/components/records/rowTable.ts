// Columns of a long table, and what stands there when it is empty. The table itself is RowTable.vue.
import type { VNodeChild } from 'vue'

/**
 * A column: its title, width, whether it takes the room that is left, whether it holds figures, and what stands
 * in a cell.
 */
export interface RowColumn<Row> {
  key: string
  title: string
  width: number
  grow?: boolean
  figure?: boolean
  cell: (row: Row) => VNodeChild
}

/** Makes the columns of one kind of row. */
export function columnsOf<Row>(
  ...columns: Array<[key: string, title: string, width: number, cell: RowColumn<Row>['cell'], how?: 'grow' | 'figure']>
): RowColumn<Row>[] {
  return columns.map(([key, title, width, cell, how]) => ({
    key,
    title,
    width,
    cell,
    grow: how === 'grow',
    figure: how === 'figure',
  }))
}

/** What an empty list says: nothing found, nothing in this year, or nothing at all and how to begin. */
export function emptyList(
  noun: string,
  begin: string,
  find: string,
  year: number | null = null,
): { title: string; hint: string } {
  if (find.trim())
    return {
      title: `没有符合条件的${noun}`,
      hint: year === null ? '换个词再找。' : `只找了 ${year} 年的；换个词，或点“全部年份”再找。`,
    }
  if (year !== null) return { title: `${year} 年还没有${noun}`, hint: `${begin}别的年份点“全部年份”看。` }
  return { title: `还没有${noun}`, hint: begin }
}
