// The place a deadline leads to: the record that settled it, the one that makes it due, or the form of the one that
// will settle it.
import { kindOf } from '@/api/dictionary'
import { atCounty } from '@/api/session'
import type { DeadlineRow, RecordRef } from '@/api/types'

/** The draft of the report that will settle it, where that is written here. */
export const draftThere = (row: DeadlineRow): string | null =>
  row.settled_by || (atCounty.value && row.station) ? null : row.draft

/** The record to open; an empty id is a new one, which only who owes it begins, and not below an owner. */
export function leadsTo(row: DeadlineRow): RecordRef | null {
  if (row.settled_by) return row.settled_by
  const kind = kindOf(row.settle_kind ?? '')
  const begins = (!atCounty.value || !row.station) && (kind?.page || kind?.opens)
  return kind && begins ? { kind: kind.name, id: '' } : row.record
}
