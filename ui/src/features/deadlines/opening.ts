// The place a deadline leads to: the record that settled it, the one that makes it due, or the form of the one that
// will settle it.
import type { DeadlineRow, RecordRef } from '@/api/types'

/** The record to open; an empty id is a new one. */
export function leadsTo(row: DeadlineRow): RecordRef | null {
  if (row.settled_by) return row.settled_by
  if (row.rule === 'monthly_brief') return { kind: 'monthly_brief', id: '' }
  if (row.settle_kind === 'filing' || row.settle_kind === 'report_submission') return { kind: row.settle_kind, id: '' }
  return row.record
}
