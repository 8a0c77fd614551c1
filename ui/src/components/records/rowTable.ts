// Columns of a long table, how wide they come out, how it is sorted, and what stands there when it is empty. The
// table itself is RowTable.vue.
import type { VNodeChild } from 'vue'
import type { SortBy } from '@/api/types'

/**
 * A column: its title, width, whether it takes the room that is left, whether it holds figures, and what stands
 * in a cell. Its key is what the list is sorted by; none where nothing sorts it.
 */
export interface RowColumn<Row> {
  key: string
  title: string
  width: number
  grow?: boolean
  figure?: boolean
  unsorted?: boolean
  cell: (row: Row) => VNodeChild
}

/** Makes the columns of one kind of row. */
export function columnsOf<Row>(
  ...columns: Array<
    [key: string, title: string, width: number, cell: RowColumn<Row>['cell'], how?: 'grow' | 'figure' | 'unsorted']
  >
): RowColumn<Row>[] {
  return columns.map(([key, title, width, cell, how]) => ({
    key,
    title,
    width,
    cell,
    grow: how === 'grow',
    figure: how === 'figure',
    unsorted: how === 'unsorted' || key === 'state',
  }))
}

/** Up to this wide a column holds dates, figures, names: cut short they say nothing, so the wider ones give way. */
const SHORT = 104
/** What wide columns keep at least. */
const LEAST = 76

/** The room a title takes, with its mark of sorting and the padding: titles are never cut. */
function titleRoom(title: string): number {
  const letters = [...title].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 14 : 8), 0)
  return letters + 32
}

/** Widths of columns in so much room: what is left goes to those that grow, what lacks comes from the wide ones, and
    where even that is too little the table is wider than its room and is moved sideways. */
export function fittedWidths(columns: RowColumn<never>[], room: number): number[] {
  const wide = columns.map((one) => Math.max(one.width, titleRoom(one.title)))
  const least = columns.map((one, at) =>
    one.grow || (one.width > SHORT && !one.figure && one.key !== 'state')
      ? Math.max(LEAST, titleRoom(one.title))
      : wide[at]!,
  )
  const sum = (of: number[]): number => of.reduce((all, one) => all + one, 0)
  const left = room - sum(wide)
  if (left >= 0) {
    const growing = columns.filter((one) => one.grow).length || 1
    const takes = (at: number): boolean =>
      columns.some((one) => one.grow) ? Boolean(columns[at]!.grow) : at === columns.length - 1
    return wide.map((width, at) => width + (takes(at) ? Math.floor(left / growing) : 0))
  }
  const spare = sum(wide) - sum(least)
  const share = spare ? Math.min(1, -left / spare) : 0
  return wide.map((width, at) => Math.floor(width - (width - least[at]!) * share))
}

/** What a click on a column's title makes of the order: rising, falling, as the list is by itself. */
export function nextSort(now: SortBy | null | undefined, column: string): SortBy | null {
  if (now?.column !== column) return { column }
  return now.descending ? null : { column, descending: true }
}

/** How a column stands in the order, as `aria-sort` says it. */
export function sortedAs(now: SortBy | null | undefined, column: string): 'ascending' | 'descending' | 'none' {
  if (now?.column !== column) return 'none'
  return now.descending ? 'descending' : 'ascending'
}

/** The same as a mark behind the title. */
export const SORT_MARKS = { ascending: '↑', descending: '↓', none: '' } as const

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
