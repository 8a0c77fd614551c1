// The rows of a means survey in hand, and what of them is sent when it is saved. It asks nobody anything.
import type { Fields, RecordRef, RecordView, Seen } from '@/api/types'
import { changedFields } from '@/components/formValues'

/** A row of the survey in hand. */
export interface SurveyRow {
  kind: string
  id: string
  isNew: boolean
  removed: boolean
  fields: Fields
  before: Fields
  masked: string[]
  refs: Seen
  copyOf: RecordRef | null
}

/** A saved row. */
export function rowOf(record: RecordView): SurveyRow {
  return { kind: record.kind, id: record.id, isNew: false, removed: false, fields: { ...record.fields }, before: { ...record.fields }, masked: [...record.masked], refs: record.refs, copyOf: null }
}

/** Rows to be saved: new ones whole, changed ones by what changed, and those taken out. */
export function rowsToSave(rows: readonly SurveyRow[]): Array<{ kind: string; id: string; new: boolean; removed: boolean; fields: Fields; seen: Seen; copy_of: RecordRef | null }> {
  return rows.flatMap((row) => {
    if (row.removed && row.isNew) return []
    const fields = row.isNew ? changedFields({}, row.fields) : changedFields(row.before, row.fields, row.masked)
    if (!row.isNew && !row.removed && !Object.keys(fields).length) return []
    return [{ kind: row.kind, id: row.id, new: row.isNew, removed: row.removed, fields: row.removed ? {} : fields, seen: row.refs, copy_of: row.copyOf }]
  })
}
