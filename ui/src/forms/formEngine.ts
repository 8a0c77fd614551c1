// The form engine: what every form does with what is typed, whatever it is a form of. It keeps drafts, asks the program
// while typing, saves, and puts what is wrong at its field; nothing typed is ever thrown away by an error. It knows no
// kind of record and no component; records, surveys and registration are its clients.
import { computed, reactive, ref, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useAct } from '@/api/act'
import { asCallError, type CallError } from '@/api/errors'
import type { Finding } from '@/api/types'
import { DraftKeeper } from './draftKeeper'
import type { KnownPlace } from './draftPlace'

/** What the engine is told of a form. */
export interface FormPlan<Content extends object, Kept = Content, Answer = unknown> {
  /** What is typed into; filled in place, never replaced. */
  content: Content
  /** Where the draft lies; none keeps no draft. */
  draft?: KnownPlace<Kept> | null
  /** What is put away of it, as plain data; all of it when not said. */
  kept?: () => Kept
  /** Whether something stands here that somebody typed: nothing else is worth a draft. */
  typed: () => boolean
  /** A question to the program about what is typed: when asked by itself, and what is done with the answer. */
  ask?: {
    /** So many milliseconds after the last change; only on request when not said. */
    after?: number
    put: (provisional: boolean) => Promise<Answer>
    take: (answer: Answer) => void
  }
}

/** A form at work. */
export interface Form<Content extends object, Kept = Content> {
  content: Content
  findings: Ref<Finding[]>
  busy: Ref<boolean>
  error: ShallowRef<CallError | null>
  /** Whether it began with what was left half way. */
  restored: Ref<boolean>
  dirty: ComputedRef<boolean>
  /** Grows with each saving that was refused: what is wrong is to be brought in sight then, wherever it stands. */
  refusals: Ref<number>
  /** Changes what the form holds without anybody having typed it. */
  fill: (change: () => void) => void
  /** Fetches what was left half way and begins to keep what is typed; `lay` says whether that is something else. */
  begin: (lay: (kept: Kept) => boolean) => Promise<void>
  /** Asks the program about what is typed. A late answer to an older state is dropped, a fault is not shown. */
  check: (provisional?: boolean) => Promise<void>
  /** Sends what is typed; null when it was refused, and then the findings say why. */
  submit: <Answer>(send: () => Promise<Answer>, provisional?: boolean) => Promise<Answer | null>
  /** Does something beside saving, for example showing what is masked; what goes wrong is said here. */
  attempt: (work: () => Promise<unknown>) => Promise<boolean>
  /** What is typed was saved, or is to be forgotten: the draft goes. */
  forget: () => Promise<void>
  /** Puts away at once what was typed, for example when the drawer closes. */
  keep: () => Promise<void>
  /** What is typed is a draft of something else from now on, and there is something to be kept. */
  keepUnder: (place: KnownPlace<Kept>) => Promise<void>
}

/** Sets up a form; `begin` starts it. */
export function useForm<Content extends object, Kept = Content, Answer = unknown>(
  plan: FormPlan<Content, Kept, Answer>,
): Form<Content, Kept> {
  const content = reactive(plan.content) as Content
  const kept = plan.kept ?? ((): Kept => JSON.parse(JSON.stringify(content)) as Kept)
  const findings = ref<Finding[]>([])
  const restored = ref(false)
  const refusals = ref(0)
  const { busy, error, run } = useAct()
  let place = plan.draft ?? null
  let keeper = place && new DraftKeeper<Kept>(place)
  let filling = 0
  /** Saving as final was refused: until it is saved, what is required stays marked at its field. */
  let refused = false
  /** Counts what was asked of the program: a check that comes back after a later question says nothing any more. */
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const form: Form<Content, Kept> = {
    content,
    findings,
    busy,
    error,
    restored,
    dirty: computed(plan.typed),
    refusals,
    fill(change) {
      filling += 1
      change()
      queueMicrotask(() => (filling -= 1))
    },
    async begin(lay) {
      const left = await place?.get()
      if (left) form.fill(() => (restored.value = lay(left)))
      watch(content, changed, { deep: true })
    },
    async check(provisional = false) {
      if (!plan.ask) return
      const mine = ++asked
      // Checking while typing is a courtesy; saving says what is wrong.
      const answer = await plan.ask.put(provisional && !refused).catch(() => undefined)
      if (answer !== undefined && mine === asked) plan.ask.take(answer)
    },
    async submit<Saved>(send: () => Promise<Saved>, provisional = false) {
      asked += 1
      let saved: Saved | null = null
      const problem = await run(async () => {
        saved = await send()
        await form.forget()
      })
      refused = problem !== null && !provisional
      if (problem) {
        fail(problem)
        refusals.value += 1
      } else findings.value = []
      return saved
    },
    async attempt(work) {
      try {
        await work()
        return true
      } catch (problem) {
        fail(asCallError(problem))
        return false
      }
    },
    async forget() {
      // A check still under way speaks of what is forgotten.
      asked += 1
      clearTimeout(timer)
      await keeper?.done()
      restored.value = false
    },
    async keep() {
      clearTimeout(timer)
      await keeper?.flush()
    },
    async keepUnder(other) {
      place = other
      keeper = new DraftKeeper<Kept>(other)
      keeper.changed(kept())
      await Promise.all([keeper.flush(), form.check(true)])
    },
  }

  function fail(problem: CallError): void {
    asked += 1
    error.value = problem
    if (problem.fields.length) findings.value = problem.fields
  }

  function changed(): void {
    if (filling) return
    if (plan.ask?.after !== undefined) {
      clearTimeout(timer)
      timer = setTimeout(() => void form.check(true), plan.ask.after)
    }
    if (form.dirty.value) keeper?.changed(kept())
  }

  return form
}
