// A record in hand: what was there, what is typed over it, what is masked and which changes were seen. It is kept in
// place, so that inputs stay bound to it.
import { call } from '@/api/call'
import { withReason } from '@/api/reason'
import type { Fields, RecordView, Seen } from '@/api/types'
import { plain } from './formValues'

/** A record as a form holds it; a new one has nothing before and has seen nothing. */
export interface InHand {
  kind: string
  id: string | null
  fields: Fields
  before: Fields
  masked: string[]
  refs: Seen
}

/** A new record that begins with some values. */
export function newInHand(kind: string, begin: Fields = {}): InHand {
  return { kind, id: null, fields: plain(begin), before: {}, masked: [], refs: {} }
}

/** Other values in the same place. */
export function refill(fields: Fields, to: Fields): void {
  for (const name of Object.keys(fields)) delete fields[name]
  Object.assign(fields, plain(to))
}

/** What the program answered takes the place of what was typed. */
export function takeRecord(hand: InHand, record: RecordView): void {
  hand.id = record.id
  hand.before = plain(record.fields)
  hand.masked = [...record.masked]
  hand.refs = record.refs
  refill(hand.fields, record.fields)
}

/** Shows what is masked in a field; the asking is recorded by the program. */
export async function revealIn(hand: InHand, field: string): Promise<Fields> {
  if (!hand.id) return {}
  const id = hand.id
  const { fields } = await withReason('override_reason', (override_reason) =>
    call('records.reveal', { kind: hand.kind, id, fields: [field], override_reason }),
  )
  Object.assign(hand.before, fields)
  Object.assign(hand.fields, fields)
  hand.masked = hand.masked.filter((one) => one !== field)
  return fields as Fields
}
