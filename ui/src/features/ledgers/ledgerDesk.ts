// A ledger on its way in: the open file, what was chosen, and what the import would do with it. Each choice asks the
// program anew. Choices are kept as a draft under the file's fingerprint, so that the same file goes on where it was
// left.
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import type { CallError } from '@/api/errors'
import type { FileIn, LedgerChoices, LedgerResult, LedgerView } from '@/api/types'
import { useAct } from '@/api/act'
import { DraftKeeper } from '@/forms/draftKeeper'
import { draftPlace } from '@/forms/draftPlace'
import { nothingChosen } from './ledgerChoices'

/** The steps, in order. */
export const STEPS = ['选文件', '工作表', '列对应', '核对取值', '重复与问题', '导入'] as const

/** What the page and its steps work on. */
export interface LedgerDesk {
  file: ShallowRef<{ id: string; name: string } | null>
  choices: Ref<LedgerChoices>
  view: ShallowRef<LedgerView | null>
  result: ShallowRef<LedgerResult | null>
  step: Ref<number>
  busy: Ref<boolean>
  error: ShallowRef<CallError | null>
  resumed: Ref<boolean>
  undecided: ComputedRef<number>
  open: (file: FileIn) => Promise<void>
  change: (change: (choices: LedgerChoices) => void) => Promise<void>
  startOver: () => Promise<void>
  finished: (result: LedgerResult) => Promise<void>
  /** The page is left: what was chosen is put away. */
  leave: () => Promise<void>
}

/** A desk with nothing on it. */
export function useLedgerDesk(): LedgerDesk {
  const file = shallowRef<{ id: string; name: string } | null>(null)
  const choices = ref<LedgerChoices>(nothingChosen())
  const view = shallowRef<LedgerView | null>(null)
  const result = shallowRef<LedgerResult | null>(null)
  const step = ref(0)
  const { busy, error, run } = useAct()
  const resumed = ref(false)
  let keeper: DraftKeeper<LedgerChoices> | null = null
  let newest = 0

  async function guarded(work: () => Promise<void>): Promise<void> {
    await run(work)
  }

  async function refresh(): Promise<void> {
    if (!file.value) return
    const mine = ++newest
    const answer = await call('ledgers.plan', { id: file.value.id, choices: choices.value })
    if (mine === newest) view.value = answer
  }

  return {
    file,
    choices,
    view,
    result,
    step,
    busy,
    error,
    resumed,
    undecided: computed(() => view.value?.questions.filter((one) => one.must_decide).length ?? 0),
    open: (chosen) =>
      guarded(async () => {
        const opened = await call('ledgers.open', { file: chosen })
        const key = `ledger:${opened.fingerprint}`
        const draft = await call('drafts.get', { key }).catch(() => ({ draft: null }))
        keeper = new DraftKeeper(draftPlace<LedgerChoices>(key, 'import_batch', null, () => `导入 ${opened.file_name}`))
        choices.value = { ...nothingChosen(), ...((draft.draft?.content as Partial<LedgerChoices> | undefined) ?? {}) }
        resumed.value = Boolean(draft.draft)
        file.value = { id: opened.id, name: opened.file_name }
        view.value = opened.view
        result.value = null
        step.value = 1
        if (resumed.value) await refresh()
      }),
    change: (change) =>
      guarded(async () => {
        change(choices.value)
        keeper?.changed(JSON.parse(JSON.stringify(choices.value)) as LedgerChoices)
        await refresh()
      }),
    startOver: () =>
      guarded(async () => {
        await keeper?.flush()
        await call('ledgers.close', {})
        keeper = null
        file.value = view.value = result.value = null
        choices.value = nothingChosen()
        step.value = 0
      }),
    finished: async (done) => {
      result.value = done
      if (!done.cancelled) await keeper?.done()
    },
    leave: async () => {
      await keeper?.flush()
      await call('ledgers.close', {}).catch(() => undefined)
    },
  }
}
