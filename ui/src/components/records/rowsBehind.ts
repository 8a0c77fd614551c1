// Rows behind a number: a figure of the brief, or what is 暂存. It counts nothing itself.
import { call } from '@/api/call'
import type { RecordView } from '@/api/types'

/** The rows with what they are called and how many there are. */
export interface RowsBehind {
  label: string
  rows: RecordView[]
  total: number
}

/** Which of a report's periods a number is of: its own, the one before, the year up to its last day. */
export type Over = 'this' | 'previous' | 'year_to_date'

/** A report that is not frozen. */
export interface ReportKey {
  outline: string
  period: string
  subject: string
}

/** The records behind a figure of a report; at the county of one station. */
export const rowsOfReport = (key: ReportKey, figure: string, over: Over, station?: string) => () =>
  call('reports.rows', {
    ...key,
    figure,
    station,
    previous: over === 'previous',
    year_to_date: over === 'year_to_date',
  })

/** The records behind a figure of a month, or of the year up to it; at the county of one station. */
export const rowsOfFigure = (month: string, figure: string, yearToDate = false, station?: string) =>
  rowsOfReport(
    { outline: 'monthly_brief', period: month, subject: '' },
    figure,
    yearToDate ? 'year_to_date' : 'this',
    station,
  )

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
