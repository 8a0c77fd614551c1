// The question that the list of recipients was last asked, so that coming back from a person finds it as it was. It
// lives only as long as the window does and belongs to the person at work.
import type { RecipientsRequest } from '@/api/types'

type Asked = Partial<RecipientsRequest>
let kept: { by: string; asked: Asked } | null = null

/** Keeps what is asked for. */
export function keepAsked(by: string, asked: Asked): void {
  kept = { by, asked: { ...asked } }
}

/** What was asked for, when the same person comes back from a page below the list: by its link or by going back. */
export function askedBefore(by: string, back: boolean, forward: unknown): Asked | null {
  const returning = back || (typeof forward === 'string' && forward.startsWith('/recipients/'))
  return returning && kept?.by === by ? { ...kept.asked } : null
}

/** Whether anything narrows the list. */
export function narrowed(asked: Asked): boolean {
  return Boolean(
    asked.text ||
    asked.station ||
    asked.categories?.length ||
    asked.village ||
    asked.worker ||
    asked.risk?.length ||
    asked.due ||
    asked.provisional ||
    asked.age_from ||
    asked.age_to ||
    asked.age_group,
  )
}
