// Rows behind a number: a figure of the brief, or what is 暂存. It counts nothing itself.
import { call } from '@/api/call'
import type { RecordView } from '@/api/types'

/** The rows with what they are called and how many there are. */
export interface RowsBehind {
  label: string
  rows: RecordView[]
  total: number
}

/** The records behind a figure of the brief in a month, or in the year up to it; at the county of one station. */
export const rowsOfFigure =
  (month: string, figure: string, yearToDate = false, station?: string) =>
  () =>
    call('briefs.rows', { month, figure, year_to_date: yearToDate, station })

/** What is 暂存 of a kind, the newest first. */
export const provisionalRows = (kind: string, label: string) => async (): Promise<RowsBehind> => {
  const { rows, total } = await call('records.list', {
    kind,
    provisional: true,
    order: [{ field: 'created_ms', descending: true }],
    limit: 200,
  })
  return { label: `暂存的${label}`, rows, total }
}

/** Records that are known by their ids. */
export const rowsOf = (kind: string, ids: string[], label: string) => async (): Promise<RowsBehind> => {
  const { rows, total } = await call('records.list', {
    kind,
    filters: [{ field: 'id', test: 'in', value: ids }],
    limit: 200,
  })
  return { label, rows, total }
}

/** The month before `2026-01`. */
export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}

/** Whether a printed figure counts anything that could be shown. */
export const counts = (printed: string): boolean => !['', '—', '0', '0%'].includes(printed)
