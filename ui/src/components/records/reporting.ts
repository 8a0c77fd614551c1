// Asking for the drawer of a mandatory report from anywhere. The drawer itself stands in the frame; what is missing and
// whether it may be final is the program's to say.
import { reactive } from 'vue'
import { kindOf } from '@/api/dictionary'
import type { RecordRef } from '@/api/types'

/** Which report, or what a new one is about. */
export interface ReportOpening {
  report?: string
  recipient?: string
  from?: RecordRef
}

/** What was asked last; `at` grows with each asking. */
export const reportAsked = reactive<{ open: boolean; opening: ReportOpening; at: number }>({
  open: false,
  opening: {},
  at: 0,
})

/** Opens the drawer. An open one stays with what is being typed. */
export function openReport(opening: ReportOpening): void {
  if (reportAsked.open) return
  reportAsked.opening = opening
  reportAsked.at += 1
  reportAsked.open = true
}

/** Whether a report can say that harm was found in a record of this kind. */
export function foundIn(kind: string): boolean {
  const field = kindOf('mandatory_report')?.fields.find((one) => one.name === kind)
  return field?.refers === kind && !['recipient', 'case'].includes(kind)
}

/** Where the draft of a report lies. */
export function draftOfReport({ report, recipient, from }: ReportOpening): string {
  if (report) return `mandatory_report:${report}`
  return `mandatory_report:new:${from ? `${from.kind}:${from.id}` : recipient ? `recipient:${recipient}` : ''}`
}

/** What a draft from the list of drafts was typed for. */
export function reportOfDraft(draft: { key: string; record: string | null }): ReportOpening {
  if (draft.record) return { report: draft.record }
  const [, kind, id] = /^mandatory_report:new:(\w+):(.+)$/.exec(draft.key) ?? []
  if (!kind || !id) return {}
  return kind === 'recipient' ? { recipient: id } : { from: { kind, id } }
}
