// One means survey in a form: the header, its rows, the draft, and what it comes to as far as it is typed. The figures are
// the program's; here nothing is added up.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import { asCallError, type CallError } from '@/api/errors'
import type { EarlierSurvey, Fields, Finding, MeansEstimate, MeansSurvey } from '@/api/types'
import { DraftKeeper } from '@/components/draftKeeper'
import { draftPlace } from '@/components/draftPlace'
import { changedFields, hasContent } from '@/components/formValues'
import { putBack, rowOf, rowsToSave, savedNames, type SurveyRow, type SurveyState } from './surveyRows'

export type { SurveyRow } from './surveyRows'

/** A survey at work. */
export interface SurveyForm {
  id: Ref<string | null>
  view: ShallowRef<MeansSurvey | null>
  values: Fields
  rows: SurveyRow[]
  labels: Ref<Record<string, string>>
  earlier: ShallowRef<EarlierSurvey[]>
  /** What is to be said of the household's head. */
  headNote: Ref<string | null>
  estimate: ShallowRef<MeansEstimate | null>
  findings: Ref<Finding[]>
  busy: Ref<boolean>
  error: ShallowRef<CallError | null>
  restored: Ref<boolean>
  locked: ComputedRef<boolean>
  dirty: ComputedRef<boolean>
  of: (kind: string) => SurveyRow[]
  add: (kind: string, fields: Fields) => SurveyRow
  remove: (row: SurveyRow) => void
  reveal: (row: SurveyRow, field: string) => Promise<void>
  /** Masked fields of the header that nobody has asked to see yet. */
  masked: Ref<string[]>
  revealHeader: (field: string) => Promise<void>
  save: (provisional: boolean) => Promise<MeansSurvey | null>
  dropDraft: () => Promise<void>
  keep: () => Promise<void>
  findingsOf: (row: SurveyRow) => Finding[]
  /** The row that is to be opened because something in it is wrong. */
  wanted: Ref<string | null>
  /** What the rows that were new at the last save are called now. */
  names: ShallowRef<Record<string, string>>
}

/** What a survey is opened for: one that exists, or a new one of a person, from an earlier one where that is asked. */
export interface SurveyOpening { id?: string | null; recipient?: string | null; copyFrom?: string | null }

let made = 0

/** Opens a survey. Awaits the record, the draft and the first estimate. */
export async function openSurvey(opening: SurveyOpening): Promise<SurveyForm> {
  const id = ref<string | null>(opening.id ?? null)
  const view = shallowRef<MeansSurvey | null>(null)
  const values = reactive<Fields>({})
  const rows = reactive<SurveyRow[]>([])
  const labels = ref<Record<string, string>>({})
  const earlier = shallowRef<EarlierSurvey[]>([])
  const headNote = ref<string | null>(null)
  const estimate = shallowRef<MeansEstimate | null>(null)
  const findings = ref<Finding[]>([])
  const busy = ref(false)
  const error = shallowRef<CallError | null>(null)
  const restored = ref(false)
  let before: Fields = {}
  let begun = ''
  let loading = true
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const masked = ref<string[]>([])
  const wanted = ref<string | null>(null)
  const names = shallowRef<Record<string, string>>({})
  let key = opening.id ? `means_survey:${opening.id}` : `means_survey:new:${opening.recipient}`
  const keep = (): DraftKeeper<SurveyState> => new DraftKeeper(draftPlace(key, 'means_survey', id.value, () => `家计调查 ${labels.value.recipient ?? ''}`))
  let keeper = keep()

  const state = (): string => JSON.stringify([values, rows])
  const inHand = (): SurveyState => JSON.parse(JSON.stringify({ fields: values, rows })) as SurveyState
  const form: SurveyForm = {
    id, view, values, rows, labels, earlier, headNote, estimate, findings, busy, error, restored, masked, names, wanted,
    locked: computed(() => view.value?.record.editable === false),
    dirty: computed(() => state() !== begun),
    of: (kind) => rows.filter((row) => row.kind === kind && !row.removed),
    add(kind, fields) {
      rows.push({ kind, id: `new-${Date.now()}-${++made}`, isNew: true, removed: false, fields, before: {}, masked: [], refs: {}, copyOf: null })
      return rows[rows.length - 1]!
    },
    remove(row) {
      row.removed = true
      if (row.kind === 'survey_member') for (const other of rows) if (other.fields.member === row.id) other.removed = true
    },
    async reveal(row, field) {
      const typed = form.dirty.value
      try {
        const { fields } = await call('records.reveal', { kind: row.kind, id: row.id, fields: [field] })
        Object.assign(row.before, fields)
        Object.assign(row.fields, fields)
        row.masked = row.masked.filter((one) => one !== field)
        if (!typed) begun = state()
      } catch (problem) {
        error.value = asCallError(problem)
      }
    },
    async revealHeader(field) {
      if (!id.value) return
      const typed = form.dirty.value
      try {
        const { fields } = await call('records.reveal', { kind: 'means_survey', id: id.value, fields: [field] })
        Object.assign(before, fields)
        Object.assign(values, fields)
        masked.value = masked.value.filter((one) => one !== field)
        if (!typed) begun = state()
      } catch (problem) {
        error.value = asCallError(problem)
      }
    },
    async save(provisional) {
      busy.value = true
      error.value = null
      try {
        const fields = id.value ? changedFields(before, values, masked.value) : changedFields({}, values)
        const sent = inHand()
        const answer = await call('means.save', { id: id.value, fields, seen: view.value?.record.refs ?? {}, rows: rowsToSave(sent.rows) as any, provisional, draft: key })
        await keeper.done()
        restored.value = false
        const typed = inHand()
        take(answer.survey)
        findings.value = []
        names.value = savedNames(sent.rows, rows)
        if (putBack(sent, typed, { fields: values, rows }, names.value)) await keepTyped()
        return answer.survey
      } catch (problem) {
        error.value = asCallError(problem)
        if (error.value.fields.length) findings.value = error.value.fields
        return null
      } finally {
        busy.value = false
      }
    },
    async dropDraft() {
      await keeper.done()
      restored.value = false
      await open()
    },
    keep: async () => void (await keeper.flush()),
    findingsOf: (row) => findings.value.filter((one) => one.field.startsWith(`rows.${row.id}.`)).map((one) => ({ ...one, field: one.field.slice(`rows.${row.id}.`.length) })),
  }

  function fill(fields: Fields, all: SurveyRow[]): void {
    for (const name of Object.keys(values)) delete values[name]
    Object.assign(values, structuredClone(fields))
    rows.splice(0, rows.length, ...all)
    begun = state()
  }

  function take(survey: MeansSurvey): void {
    loading = true
    view.value = survey
    id.value = survey.record.id
    before = { ...survey.record.fields }
    masked.value = [...survey.record.masked]
    labels.value = { ...survey.record.labels } as Record<string, string>
    estimate.value = survey.estimate
    headNote.value = survey.head_note
    fill(before, [survey.members, survey.incomes, survey.expenses, survey.assets, survey.supporters].flat().map(rowOf))
    queueMicrotask(() => (loading = false))
  }

  /** What was typed while it was being saved goes on as the draft of what is saved now. */
  async function keepTyped(): Promise<void> {
    key = `means_survey:${id.value}`
    keeper = keep()
    keeper.changed(inHand())
    await Promise.all([keeper.flush(), reckon()])
  }

  async function open(): Promise<void> {
    loading = true
    if (opening.id) take(await call('means.get', { id: opening.id }))
    else {
      const answer = await call('means.begin', { recipient: opening.recipient ?? '', copy_from: opening.copyFrom ?? null })
      labels.value = { ...answer.labels } as Record<string, string>
      earlier.value = answer.earlier
      headNote.value = answer.head_note
      const begin = answer.rows.map((row): SurveyRow => ({ kind: row.kind, id: row.id, isNew: true, removed: false, fields: { ...row.fields }, before: {}, masked: [], refs: {}, copyOf: row.copy_of }))
      fill(answer.fields as Fields, begin)
      await reckon()
    }
    queueMicrotask(() => (loading = false))
  }

  /** What it comes to now; a late answer to an older state is dropped. */
  async function reckon(): Promise<void> {
    const mine = ++asked
    try {
      const lines = rows.filter((row) => !row.removed).map(({ kind, id: of, fields }) => ({ kind, id: of, fields }))
      const answer = await call('means.estimate', JSON.parse(JSON.stringify({ fields: values, rows: lines })))
      if (mine === asked) estimate.value = answer
    } catch {
      // The last figures stay; saving says what is wrong.
    }
  }

  await open()
  const { draft } = opening.copyFrom ? { draft: null } : await call('drafts.get', { key }).catch(() => ({ draft: null }))
  const kept = draft?.content as SurveyState | undefined
  if (kept?.rows && (hasContent(kept.fields) || kept.rows.length)) {
    Object.assign(values, kept.fields)
    for (const row of kept.rows) {
      const at = rows.findIndex((one) => one.id === row.id)
      if (at >= 0) Object.assign(rows[at]!, { fields: row.fields, removed: row.removed, masked: row.masked })
      else if (row.isNew) rows.push(row)
    }
    restored.value = state() !== begun
    await reckon()
  }
  watch([values, rows], () => {
    if (loading) return
    clearTimeout(timer)
    timer = setTimeout(() => void reckon(), 250)
    if (form.dirty.value && !form.locked.value) keeper.changed(inHand())
  }, { deep: true })
  return form
}
