// Landings of due lines: where the action of each leads, to the form that settles it, not to a list or the head of a
// file.
import type { DueItem } from '@/api/types'

/** A visit to be recorded, a page address, or (null) the page of the record that says it is due. */
export type Landing = { visit: string } | { path: string } | null

/** The landing of one line of a person. */
export function landingOf(item: DueItem, person: string): Landing {
  const paper = (kind: string) => ({ path: `/cases/${item.record.id}?document=${kind}` })
  switch (item.what) {
    case 'visit':
      return { visit: person }
    case 'follow_up':
      return paper('follow_up')
    case 'assessment':
      return paper('assessment')
    case 'goal':
      return paper('service_plan')
    case 'review':
      return { path: `/means/new?recipient=${person}` }
    default:
      return null
  }
}
