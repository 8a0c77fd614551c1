// Sorting of the table of recipients by its columns: which column stands for which order, and which way round a click
// turns it.
import type { RecipientOrder } from '@/api/types'

/** What the list is asked for. */
export interface Sorting {
  order: RecipientOrder
  descending: boolean
}

/** The order that a column's title asks for. */
export const ORDER_OF: Readonly<Record<string, RecipientOrder>> = {
  name: 'name',
  age: 'age',
  village: 'village',
  worker: 'worker',
  last_visit: 'last_visit',
  next_visit: 'next_visit',
  risk: 'risk',
}

/** First the youngest, the soonest, the highest risk; clicked again the other way round, a third time as it was. */
export function turned(now: Sorting, order: RecipientOrder): Sorting {
  if (now.order !== order) return { order, descending: false }
  return now.descending ? { order: 'changed', descending: false } : { order, descending: true }
}

/** What a screen reader says of a column's title. */
export function ariaSort(now: Sorting, order: RecipientOrder | undefined): 'ascending' | 'descending' | undefined {
  if (!order || now.order !== order) return undefined
  return now.descending ? 'descending' : 'ascending'
}
