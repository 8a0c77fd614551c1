// The rows of a means survey in hand, and what of them is sent when it is saved. It asks nobody anything.
import type { Fields, RecordRef, RecordView, Seen } from '@/api/types'
import { changedFields, changesIn, emptyAsNull, same } from '@/forms/formValues'
import type { InHand } from '@/forms/inHand'

/** A row of the survey in hand. */
export interface SurveyRow extends InHand {
  id: string
  isNew: boolean
  removed: boolean
  copyOf: RecordRef | null
}

/** A row that is not saved yet; `copyOf`: from an earlier survey. */
export function newRow(kind: string, id: string, fields: Fields, copyOf: RecordRef | null = null): SurveyRow {
  return { kind, id, isNew: true, removed: false, fields, before: {}, masked: [], refs: {}, copyOf }
}

/** A saved row. */
export function rowOf(record: RecordView): SurveyRow {
  return {
    kind: record.kind,
    id: record.id,
    isNew: false,
    removed: false,
    fields: { ...record.fields },
    before: { ...record.fields },
    masked: [...record.masked],
    refs: record.refs,
    copyOf: null,
  }
}

/** Rows to be saved: new ones whole, changed ones by what changed, and those taken out. */
export function rowsToSave(
  rows: readonly SurveyRow[],
): Array<{
  kind: string
  id: string
  new: boolean
  removed: boolean
  fields: Fields
  seen: Seen
  copy_of: RecordRef | null
}> {
  return rows.flatMap((row) => {
    if (row.removed && row.isNew) return []
    const fields = changesIn(row)
    if (!row.isNew && !row.removed && !Object.keys(fields).length) return []
    return [
      {
        kind: row.kind,
        id: row.id,
        new: row.isNew,
        removed: row.removed,
        fields: row.removed ? {} : fields,
        seen: row.refs,
        copy_of: row.copyOf,
      },
    ]
  })
}

/** What a form holds. */
export interface SurveyState {
  fields: Fields
  rows: SurveyRow[]
}

/** What the rows that were new are called now that they are saved: the id of each is found by what was sent in it. */
export function savedNames(sent: readonly SurveyRow[], saved: readonly SurveyRow[]): Record<string, string> {
  const names: Record<string, string> = {}
  const fresh = saved.filter((row) => !sent.some((one) => one.id === row.id))
  for (const row of sent.filter((one) => one.isNew && !one.removed)) {
    const at = fresh.findIndex((one) => one.kind === row.kind && fits(row, one))
    if (at >= 0) names[row.id] = fresh.splice(at, 1)[0]!.id
  }
  return names
}

function fits(sent: SurveyRow, saved: SurveyRow): boolean {
  return Object.entries(sent.fields).every(
    ([field, value]) =>
      field === 'member' ||
      saved.masked.includes(field) ||
      emptyAsNull(value) === null ||
      typeof value !== typeof saved.fields[field] ||
      same(value, saved.fields[field]),
  )
}

/** Puts what was typed while it was being saved over what came back; says whether there was any. */
export function putBack(
  sent: SurveyState,
  typed: SurveyState,
  back: SurveyState,
  names: Record<string, string>,
): boolean {
  const now = (fields: Fields): Fields =>
    typeof fields.member === 'string' ? { ...fields, member: names[fields.member] ?? fields.member } : fields
  const header = changedFields(sent.fields, typed.fields)
  Object.assign(back.fields, header)
  let any = Object.keys(header).length > 0
  for (const row of typed.rows) {
    const before = sent.rows.find((one) => one.id === row.id)
    const here = back.rows.find((one) => one.id === (names[row.id] ?? row.id))
    if (!before) {
      if (row.removed) continue
      back.rows.push({ ...row, fields: now(row.fields) })
    } else {
      const changed = changedFields(before.fields, row.fields)
      if (!here || (!Object.keys(changed).length && row.removed === before.removed)) continue
      Object.assign(here.fields, now(changed))
      here.masked = here.masked.filter((field) => !(field in changed))
      here.removed = row.removed
    }
    any = true
  }
  return any
}
