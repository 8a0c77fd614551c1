// The form of a visit, and what it shows when: which fields stand in front, whether harm to a minor must be reported
// now. Whether a visit counts and when a report is complete is the program's to say.
import type { FieldName } from '@/api/kinds'
import type { Fields } from '@/api/types'

/** Fields in front, in the order of typing. */
export const FRONT: FieldName<'visit'>[] = [
  'date',
  'contact_mode',
  'result',
  'observations',
  'observation_text',
  'needs',
  'action_taken',
  'next_date',
]

/** Fields behind 更多: filled beforehand, seldom changed. */
export const BEHIND: FieldName<'visit'>[] = [
  'start_time',
  'end_time',
  'place',
  'visit_type',
  'purpose',
  'visitor_staff',
  'visitors',
  'companions',
  'area',
  'service_item',
  'service_method',
  'approval_no',
  'needs_text',
  'change_text',
  'income_change_text',
  'risk_level',
  'case',
  'household',
  'paper_signed',
  'remark',
]

/** What a mandatory report asks for beside a visit, police first. */
export const REPORT: FieldName<'mandatory_report'>[] = [
  'situation_text',
  'police_date',
  'police_time',
  'police_station',
  'police_receiver',
  'reporter',
  'civil_affairs_note',
  'education_note',
  'measures',
  'follow_up_note',
]

/** Any sign of harm to a minor opens the report section at once. */
export function harmReported(fields: Fields, minor: boolean): boolean {
  return minor && Array.isArray(fields.harm_signs) && fields.harm_signs.length > 0
}

/** 各项正常 excludes the others: choosing it clears them, choosing another clears it. */
export function settleObservations(before: readonly string[], now: readonly string[]): string[] {
  if (now.includes('normal') && !before.includes('normal')) return ['normal']
  return now.length > 1 ? now.filter((one) => one !== 'normal') : [...now]
}

/**
 * New defaults for another person or date, only into fields that still hold the old defaults or nothing; says
 * what it filled.
 */
export function takeDefaults(values: Fields, fresh: Fields, old: Fields): Fields {
  const filled: Fields = {}
  for (const [name, value] of Object.entries(fresh)) {
    const now = values[name]
    const untouched =
      now === undefined || now === null || now === '' || JSON.stringify(now) === JSON.stringify(old[name] ?? null)
    if (untouched) filled[name] = values[name] = value
  }
  return filled
}
