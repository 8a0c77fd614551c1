// What a long table shows: its columns. The table itself is RowTable.vue.
import type { VNodeChild } from 'vue'

/** A column: its title, width, whether it takes the room that is left, and what stands in a cell. */
export interface RowColumn<Row> { key: string; title: string; width: number; grow?: boolean; cell: (row: Row) => VNodeChild }
