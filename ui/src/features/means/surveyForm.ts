// One means survey in a form: the header, its rows, the draft, and what it comes to as far as it is typed. The figures
// are the program's; here nothing is added up. What every form does is the engine's.
import { computed, reactive, ref, shallowRef, toRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import type { EarlierSurvey, Fields, Finding, MeansEstimate, MeansSurvey } from '@/api/types'
import { draftPlace } from '@/forms/draftPlace'
import { useForm, type Form } from '@/forms/formEngine'
import { changesIn, hasContent } from '@/forms/formValues'
import { newInHand, refill, revealIn, takeRecord } from '@/forms/inHand'
import { newRow, putBack, rowOf, rowsToSave, savedNames, type SurveyRow, type SurveyState } from './surveyRows'

export type { SurveyRow } from './surveyRows'

/** A survey at work. */
export interface SurveyForm extends Pick<
  Form<SurveyState>,
  'findings' | 'busy' | 'error' | 'restored' | 'dirty' | 'keep'
> {
  id: Ref<string | null>
  view: ShallowRef<MeansSurvey | null>
  values: Fields
  rows: SurveyRow[]
  labels: Ref<Record<string, string>>
  earlier: ShallowRef<EarlierSurvey[]>
  /** What is to be said of the household's head. */
  headNote: Ref<string | null>
  estimate: ShallowRef<MeansEstimate | null>
  locked: ComputedRef<boolean>
  of: (kind: string) => SurveyRow[]
  add: (kind: string, fields: Fields) => SurveyRow
  remove: (row: SurveyRow) => void
  reveal: (row: SurveyRow, field: string) => Promise<void>
  /** Masked fields of the header that nobody has asked to see yet. */
  masked: Ref<string[]>
  revealHeader: (field: string) => Promise<void>
  save: (provisional: boolean) => Promise<MeansSurvey | null>
  dropDraft: () => Promise<void>
  findingsOf: (row: SurveyRow) => Finding[]
  /** The row that is to be opened because something in it is wrong. */
  wanted: Ref<string | null>
  /** What the rows that were new at the last save are called now. */
  names: ShallowRef<Record<string, string>>
}

/** What a survey is opened for: one that exists, or a new one of a person, from an earlier one where that is asked. */
export interface SurveyOpening {
  id?: string | null
  recipient?: string | null
  copyFrom?: string | null
}

let made = 0

/** Opens a survey. Awaits the record, the draft and the first estimate. */
export async function openSurvey(opening: SurveyOpening): Promise<SurveyForm> {
  const header = reactive(newInHand('means_survey'))
  const values = header.fields
  const rows = reactive<SurveyRow[]>([])
  const view = shallowRef<MeansSurvey | null>(null)
  const labels = ref<Record<string, string>>({})
  const earlier = shallowRef<EarlierSurvey[]>([])
  const headNote = ref<string | null>(null)
  const estimate = shallowRef<MeansEstimate | null>(null)
  const wanted = ref<string | null>(null)
  const names = shallowRef<Record<string, string>>({})
  const locked = computed(() => view.value?.record.editable === false)
  /** The survey as the program gave it, to tell what was typed. */
  const begun = ref('')
  const state = (): string => JSON.stringify([values, rows])
  const keyOf = (id: string | null): string => `means_survey:${id ?? `new:${opening.recipient}`}`
  const place = (id: string | null) =>
    draftPlace<SurveyState>(keyOf(id), 'means_survey', id, () => `家计调查 ${labels.value.recipient ?? ''}`)

  const engine: Form<SurveyState> = useForm<SurveyState, SurveyState, MeansEstimate>({
    content: { fields: values, rows },
    draft: place(opening.id ?? null),
    typed: () => !locked.value && state() !== begun.value,
    ask: {
      after: 250,
      put: () => {
        const lines = rows.filter((row) => !row.removed).map(({ kind, id, fields }) => ({ kind, id, fields }))
        return call('means.estimate', JSON.parse(JSON.stringify({ fields: values, rows: lines })))
      },
      take: (answer) => (estimate.value = answer),
    },
  })
  const inHand = (): SurveyState => JSON.parse(JSON.stringify(engine.content)) as SurveyState

  const form: SurveyForm = {
    ...engine,
    id: toRef(header, 'id'),
    view,
    values,
    rows,
    labels,
    earlier,
    headNote,
    estimate,
    masked: toRef(header, 'masked'),
    names,
    wanted,
    locked,
    of: (kind) => rows.filter((row) => row.kind === kind && !row.removed),
    add(kind, fields) {
      rows.push(newRow(kind, `new-${Date.now()}-${++made}`, fields))
      return rows[rows.length - 1]!
    },
    remove(row) {
      row.removed = true
      if (row.kind === 'survey_member')
        for (const other of rows) if (other.fields.member === row.id) other.removed = true
    },
    reveal: (row, field) => reveal(() => revealIn(row, field)),
    revealHeader: (field) => reveal(() => revealIn(header, field)),
    async save(provisional) {
      const sent = inHand()
      const request = {
        id: header.id,
        fields: changesIn(header),
        seen: header.refs,
        rows: rowsToSave(sent.rows) as never,
        provisional,
        draft: keyOf(header.id),
      }
      const answer = await engine.submit(() => call('means.save', request), provisional)
      if (!answer) return null
      const typed = inHand()
      take(answer.survey)
      names.value = savedNames(sent.rows, rows)
      // What was typed while it was being saved goes on as the draft of what is saved now.
      if (putBack(sent, typed, engine.content, names.value)) await engine.keepUnder(place(header.id))
      return answer.survey
    },
    async dropDraft() {
      await engine.forget()
      await open()
    },
    findingsOf: (row) =>
      engine.findings.value
        .filter((one) => one.field.startsWith(`rows.${row.id}.`))
        .map((one) => ({ ...one, field: one.field.slice(`rows.${row.id}.`.length) })),
  }

  /** Showing what is masked is not typing. */
  async function reveal(ask: () => Promise<unknown>): Promise<void> {
    const typed = engine.dirty.value
    if ((await engine.attempt(ask)) && !typed) begun.value = state()
  }

  function take(survey: MeansSurvey): void {
    const all = [survey.members, survey.incomes, survey.expenses, survey.assets, survey.supporters].flat()
    engine.fill(() => {
      view.value = survey
      labels.value = { ...survey.record.labels } as Record<string, string>
      estimate.value = survey.estimate
      headNote.value = survey.head_note
      takeRecord(header, survey.record)
      rows.splice(0, rows.length, ...all.map(rowOf))
      begun.value = state()
    })
  }

  async function open(): Promise<void> {
    if (opening.id) return take(await call('means.get', { id: opening.id }))
    const asked = { recipient: opening.recipient ?? '', copy_from: opening.copyFrom ?? null }
    const answer = await call('means.begin', asked)
    labels.value = { ...answer.labels } as Record<string, string>
    earlier.value = answer.earlier
    headNote.value = answer.head_note
    const begin = answer.rows.map((row) => newRow(row.kind, row.id, { ...row.fields }, row.copy_of))
    engine.fill(() => {
      refill(values, answer.fields as Fields)
      rows.splice(0, rows.length, ...begin)
      begun.value = state()
    })
    await engine.check()
  }

  await open()
  await engine.begin((kept) => {
    if (opening.copyFrom || !kept.rows || !(hasContent(kept.fields) || kept.rows.length)) return false
    Object.assign(values, kept.fields)
    for (const row of kept.rows) {
      const here = rows.find((one) => one.id === row.id)
      if (here) Object.assign(here, { fields: row.fields, removed: row.removed, masked: row.masked })
      else if (row.isNew) rows.push(row)
    }
    return state() !== begun.value
  })
  if (engine.restored.value) await engine.check()
  return form
}
