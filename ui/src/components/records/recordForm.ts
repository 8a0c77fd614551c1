// One record in a form: opened with what the store holds and the draft that was left, checked while typed,
// saved with the refs that were seen. What is typed is never thrown away by an error. Rules stay in the program.
import { computed, nextTick, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import { asCallError, type CallError } from '@/api/errors'
import type { CheckAnswer, Fields, Finding, RecordView, Seen } from '@/api/types'
import { DraftKeeper } from '@/forms/draftKeeper'
import { draftPlace } from '@/forms/draftPlace'
import { kindOf } from '@/api/dictionary'
import { changedFields, fillEmpty, hasContent, plain, same } from '@/forms/formValues'

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

/** A form at work. */
export interface RecordForm {
  values: Fields
  view: ShallowRef<RecordView | null>
  findings: Ref<Finding[]>
  checked: ShallowRef<CheckAnswer | null>
  masked: Ref<string[]>
  busy: Ref<boolean>
  error: ShallowRef<CallError | null>
  restored: Ref<boolean>
  dirty: ComputedRef<boolean>
  /**
   * Values that nobody typed: what the form began with or was filled with beforehand. They are no reason for a
   * draft.
   */
  begun: (filled: Fields) => void
  seen: () => Seen
  changed: () => Fields
  check: (provisional?: boolean) => Promise<void>
  save: (provisional?: boolean) => Promise<RecordView | null>
  reveal: (field: string) => Promise<void>
  fail: (problem: unknown) => void
  settle: (view: RecordView | null) => Promise<void>
  dropDraft: () => Promise<void>
  keep: () => Promise<void>
}

function reset(fields: Fields, to: Fields): void {
  for (const name of Object.keys(fields)) delete fields[name]
  Object.assign(fields, to)
}

/** Opens a form. Awaits the record and the draft. */
export async function openRecordForm(opening: FormOpening): Promise<RecordForm> {
  const values = reactive<Fields>({})
  const view = shallowRef<RecordView | null>(null)
  const findings = ref<Finding[]>([])
  const checked = shallowRef<CheckAnswer | null>(null)
  const masked = ref<string[]>([])
  const busy = ref(false)
  const error = shallowRef<CallError | null>(null)
  const restored = ref(false)
  let before: Fields = {}
  const untyped = reactive<Fields>({})
  let loading = true
  /** Saving as final was refused: until it is saved, what is required stays marked at its field. */
  let refused = false
  /** Counts what was asked of the program: a check that comes back after a later question says nothing any more. */
  let asked = 0
  const key = opening.draftKey
  const title = (): string => opening.title?.() || kindOf(opening.kind)?.label || opening.kind
  const keeper = key ? new DraftKeeper<Fields>(draftPlace(key, opening.kind, opening.id ?? null, title)) : null

  const form: RecordForm = {
    values,
    view,
    findings,
    checked,
    masked,
    busy,
    error,
    restored,
    dirty: computed(() => Object.keys(changedFields(untyped, values, masked.value)).length > 0),
    begun: (filled) => void Object.assign(untyped, plain(filled)),
    seen: () => view.value?.refs ?? {},
    changed: () => changedFields(before, values, masked.value),
    async check(provisional = false) {
      const mine = ++asked
      try {
        const answer = await call('records.check', {
          kind: opening.kind,
          id: opening.id ?? null,
          fields: unmasked(),
          provisional: provisional && !refused,
        })
        if (mine !== asked) return
        checked.value = answer
        findings.value = answer.findings
        fillEmpty(values, answer.derived)
      } catch {
        // Checking while typing is a courtesy; saving says what is wrong.
      }
    },
    async save(provisional = false) {
      busy.value = true
      error.value = null
      asked += 1
      try {
        const sent = plain(values)
        const answer = await call('records.save', {
          kind: opening.kind,
          id: opening.id ?? null,
          fields: form.changed(),
          seen: form.seen(),
          provisional,
          draft: key ?? null,
        })
        const typed = changedFields(sent, values)
        await form.settle(answer.record)
        // What was typed while it was being saved stands over what came back, and is a draft of its own.
        if (opening.id && Object.keys(typed).length) await nextTick(() => Object.assign(values, typed))
        findings.value = answer.findings
        refused = false
        return answer.record
      } catch (problem) {
        refused = !provisional
        form.fail(problem)
        return null
      } finally {
        busy.value = false
      }
    },
    async reveal(field) {
      if (!view.value) return
      try {
        const { fields } = await call('records.reveal', { kind: opening.kind, id: view.value.id, fields: [field] })
        before = { ...before, ...fields }
        Object.assign(untyped, fields)
        Object.assign(values, fields)
        masked.value = masked.value.filter((one) => one !== field)
      } catch (problem) {
        form.fail(problem)
      }
    },
    fail(problem) {
      asked += 1
      const known = asCallError(problem)
      error.value = known
      if (known.fields.length) findings.value = known.fields
    },
    async settle(saved) {
      await keeper?.done()
      restored.value = false
      error.value = null
      if (saved) take(saved)
    },
    async dropDraft() {
      await keeper?.done()
      restored.value = false
      loading = true
      for (const name of Object.keys(values)) delete values[name]
      Object.assign(values, before, untyped)
      queueMicrotask(() => (loading = false))
    },
    keep: async () => void (await keeper?.flush()),
  }

  function take(record: RecordView): void {
    loading = true
    view.value = record
    before = { ...record.fields }
    reset(untyped, before)
    masked.value = [...record.masked]
    reset(values, plain(record.fields))
    queueMicrotask(() => (loading = false))
  }

  function unmasked(): Fields {
    return Object.fromEntries(Object.entries(values).filter(([name]) => !masked.value.includes(name)))
  }

  if (opening.id) take(await call('records.get', { kind: opening.kind, id: opening.id }))
  else {
    reset(values, plain(opening.begin ?? {}))
    reset(untyped, plain(opening.begin ?? {}))
  }
  if (key) {
    const { draft } = await call('drafts.get', { key }).catch(() => ({ draft: null }))
    if (draft?.content && hasContent(draft.content as Fields)) {
      for (const [name, value] of Object.entries(draft.content as Fields)) {
        if (!same(values[name], value)) restored.value = true
        values[name] = value
        if (view.value && masked.value.includes(name) && !same(before[name], value))
          masked.value = masked.value.filter((one) => one !== name)
      }
    }
  }
  loading = false
  watch(values, () => {
    if (loading) return
    if (form.dirty.value) keeper?.changed(opening.id ? form.changed() : JSON.parse(JSON.stringify(values)))
  })
  return form
}
