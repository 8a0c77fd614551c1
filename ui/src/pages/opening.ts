// Opening a record from any page: its own page, the page of its person or case, or the drawer of a visit or a mandatory
// report over this one.
import { useRouter } from 'vue-router'
import { useAct } from '@/api/act'
import { sayError } from '@/components/frame/statusLine'
import { openReport } from '@/components/records/reporting'
import { openVisit } from '@/features/visits/openVisit'
import { addressOf } from '@/api/address'

/** Gives the function that opens a record; `draftKey` serves for what only exists as a draft. */
export function useOpening(): (target: { kind: string; id: string }, draftKey?: string) => Promise<void> {
  const router = useRouter()
  const { run } = useAct(sayError)
  return async (target, draftKey) => {
    // A new one that exists as a draft alone is opened by its key.
    if (target.kind === 'mandatory_report' && target.id) return openReport({ report: target.id })
    await run(async () => {
      const to = await addressOf(target.kind, target.id, draftKey)
      if (to.visit) openVisit({ visit: to.visit })
      else await router.push(to.path)
    })
  }
}
