// Asking for the visit drawer from anywhere. The drawer itself stands in the frame.
import { onBeforeUnmount, onMounted, reactive } from 'vue'

/** For whom or which visit the drawer is to open. */
export interface VisitOpening {
  recipient?: string
  case?: string
  visit?: string
  report?: boolean
}

/** What was asked last; `at` grows with each asking. */
export const visitAsked = reactive<{ open: boolean; opening: VisitOpening; at: number }>({
  open: false,
  opening: {},
  at: 0,
})

/** Opens the drawer. An open one stays with what is being typed. */
export function openVisit(opening: VisitOpening): void {
  if (visitAsked.open) return
  visitAsked.opening = opening
  visitAsked.at += 1
  visitAsked.open = true
}

const subjects: Array<() => VisitOpening | null> = []

/**
 * What a page shows, for as long as it stands: a visit begun from anywhere (Ctrl+N) is as the page's own button
 * begins it.
 */
export function useVisitSubject(subject: () => VisitOpening | null): void {
  onMounted(() => subjects.push(subject))
  onBeforeUnmount(() => void subjects.splice(subjects.indexOf(subject), 1))
}

/** Opens the drawer for the person or the case on the screen, or empty where there is none. */
export function openVisitHere(): void {
  openVisit(subjects.at(-1)?.() ?? {})
}

/** For whom or which visit a draft from the list of drafts was typed. */
export function visitOfDraft(draft: { key: string; record: string | null }): VisitOpening {
  if (draft.key.startsWith('visit:') && draft.record) return { visit: draft.record }
  const [, what, of] = /^(visit:new|mandatory_report:of):(.+)$/.exec(draft.key) ?? []
  if (what === 'visit:new' && of) return of.startsWith('case-') ? { case: of.slice(5) } : { recipient: of }
  return what && of && of !== 'new' ? { visit: of, report: true } : {}
}
