// Places of reports: where the draft of one is written, and the words for how it stands.
import type { ReportState } from '@/api/types'

/** The page on which a report is written. */
export const draftOf = (report: { outline: string; period: string; subject: string }): string =>
  report.subject ? `/reports/${report.outline}/-/${report.subject}` : `/reports/${report.outline}/${report.period}`

/** The page on which a report is written that a draft of this key is of. */
export function reportOfKey(key: string): string | null {
  const month = /^brief-(\d{4}-\d{2})$/.exec(key)?.[1]
  if (month) return `/reports/monthly_brief/${month}`
  const [, outline, rest] = /^report-([a-z_]+)-(.+)$/.exec(key) ?? []
  if (!outline || !rest) return null
  return /^\d{4}(-[QH]\d)?$/.test(rest) ? `/reports/${outline}/${rest}` : `/reports/${outline}/-/${rest}`
}

/** How a report stands, and in which tone that is said. */
export const STATES: Record<ReportState, [words: string, tone: string]> = {
  open: ['还没有做', 'quiet'],
  drafted: ['在写', 'warn'],
  frozen: ['已定稿，没有报送', 'warn'],
  handed_in: ['已报送', 'good'],
  returned: ['已退回', 'danger'],
}
