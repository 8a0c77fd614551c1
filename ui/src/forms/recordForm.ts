// One record in a form: opened with what the store holds and the draft that was left, checked while typed, saved with
// the refs that were seen. Rules stay in the program; what every form does is the engine's.
import { nextTick, reactive, shallowRef, toRef, type Ref, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import { kindOf } from '@/api/dictionary'
import type { CheckAnswer, Fields, RecordView, Seen } from '@/api/types'
import { draftPlace } from './draftPlace'
import { useForm, type Form } from './formEngine'
import { changedFields, changesIn, fillEmpty, hasContent, plain, same } from './formValues'
import { newInHand, refill, revealIn, takeRecord } from './inHand'

/** What a form is opened for. */
export interface FormOpening {
  kind: string
  id?: string | null
  /** Where the draft lies; none keeps no draft. */
  draftKey?: string
  /** Title of the draft in the list of drafts. */
  title?: () => string
  /** What a new record begins with. */
  begin?: Fields
}

/** A form of one record at work. */
export interface RecordForm extends Pick<
  Form<Fields>,
  'findings' | 'busy' | 'error' | 'restored' | 'dirty' | 'refusals' | 'check' | 'submit' | 'keep' | 'forget'
> {
  values: Fields
  view: ShallowRef<RecordView | null>
  checked: ShallowRef<CheckAnswer | null>
  masked: Ref<string[]>
  /** Values that nobody typed: what it was filled with beforehand. They are no reason for a draft. */
  begun: (filled: Fields) => void
  seen: () => Seen
  changed: () => Fields
  save: (provisional?: boolean) => Promise<RecordView | null>
  reveal: (field: string) => Promise<void>
  dropDraft: () => Promise<void>
}

/** Opens a form. Awaits the record and the draft. */
export async function openRecordForm(opening: FormOpening): Promise<RecordForm> {
  const { kind, draftKey: key } = opening
  const id = opening.id ?? null
  const view = shallowRef<RecordView | null>(null)
  const checked = shallowRef<CheckAnswer | null>(null)
  const hand = reactive(newInHand(kind, opening.begin))
  const untyped = reactive<Fields>(plain(opening.begin ?? {}))
  const values = hand.fields
  const title = (): string => opening.title?.() || kindOf(kind)?.label || kind
  const engine = useForm<Fields, Fields, CheckAnswer>({
    content: values,
    draft: key ? draftPlace<Fields>(key, kind, id, title) : null,
    kept: () => JSON.parse(JSON.stringify(id ? changesIn(hand) : values)) as Fields,
    typed: () => Object.keys(changedFields(untyped, values, hand.masked)).length > 0,
    ask: {
      put: (provisional) => call('records.check', { kind, id, fields: unmasked(), provisional }),
      take(answer) {
        checked.value = answer
        engine.findings.value = answer.findings
        fillEmpty(values, answer.derived)
      },
    },
  })

  const form: RecordForm = {
    ...engine,
    values,
    view,
    checked,
    masked: toRef(hand, 'masked'),
    begun: (filled) => void Object.assign(untyped, plain(filled)),
    seen: () => hand.refs,
    changed: () => changesIn(hand),
    async save(provisional = false) {
      const sent = plain(values)
      const request = { kind, id, fields: form.changed(), seen: form.seen(), provisional, draft: key ?? null }
      const answer = await engine.submit(() => call('records.save', request), provisional)
      if (!answer) return null
      const typed = changedFields(sent, values)
      take(answer.record)
      engine.findings.value = answer.findings
      // What was typed while it was being saved stands over what came back, and is a draft of its own.
      if (id && Object.keys(typed).length) await nextTick(() => Object.assign(values, typed))
      return answer.record
    },
    async reveal(field) {
      await engine.attempt(async () => Object.assign(untyped, await revealIn(hand, field)))
    },
    async dropDraft() {
      await engine.forget()
      engine.fill(() => refill(values, { ...hand.before, ...untyped }))
    },
  }

  function take(record: RecordView): void {
    engine.fill(() => {
      view.value = record
      takeRecord(hand, record)
      refill(untyped, hand.before)
    })
  }

  function unmasked(): Fields {
    return Object.fromEntries(Object.entries(values).filter(([name]) => !hand.masked.includes(name)))
  }

  if (id) take(await call('records.get', { kind, id }))
  await engine.begin((kept) => {
    if (!hasContent(kept)) return false
    const differing = Object.entries(kept).filter(([name, value]) => !same(values[name], value))
    Object.assign(values, kept)
    // A masked field that was typed anew is no longer the mask.
    if (view.value) hand.masked = hand.masked.filter((name) => !(name in kept) || same(hand.before[name], kept[name]))
    return differing.length > 0
  })
  return form
}
