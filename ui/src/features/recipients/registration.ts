// Registering a person in one go: what is typed in all parts of the form, as one draft and as one request.
// Who signs, what an ID number says and who may be a duplicate is the program's to say.
import type { Fields, HouseholdChoice, RegisterRequest } from '@/api/types'
import { emptyAsNull } from '@/forms/formValues'

/** Everything typed. */
export interface Registration {
  recipient: Fields
  categories: Fields[]
  household: { choice: 'none' | 'existing' | 'new'; id: string | null; relation: string | null; fields: Fields }
  consent: { asked: boolean; fields: Fields }
}

/** A form with nothing typed. */
export function blankRegistration(today: string, worker: string | null): Registration {
  return {
    recipient: { id_type: 'resident_id', file_created: today, created_worker: worker, assigned_worker: worker },
    categories: [],
    household: { choice: 'none', id: null, relation: null, fields: {} },
    consent: { asked: false, fields: blankConsent(today) },
  }
}

/** A consent with what is usual. Whether the paper is in the file is for whoever has put it there to say. */
export function blankConsent(today: string): Fields {
  return { date: today, scope: ['registration'] }
}

/** A category row with its usual beginning. */
export function blankCategory(today: string): Fields {
  return { category: null, level: null, start_date: today }
}

/**
 * The request that this makes. Empty category rows are left out; a household takes village and address from the
 * person.
 */
export function toRequest(typed: Registration, provisional: boolean, draft: string | null): RegisterRequest {
  return {
    recipient: filled(typed.recipient),
    categories: typed.categories.filter((one) => emptyAsNull(one.category) !== null).map(filled),
    household: toHousehold(typed),
    consent: typed.consent.asked ? filled(typed.consent.fields) : null,
    provisional,
    draft,
  }
}

/** Who signs by default: a guardian under 14. */
export function settleSigner(typed: Registration, guardianConsents: boolean): void {
  const { fields } = typed.consent
  if (guardianConsents && (!fields.signer || fields.signer === 'self')) fields.signer = 'guardian'
  else if (!guardianConsents) fields.signer ??= 'self'
}

/** The guardian is typed once: the consent follows as long as it says nothing else than it was given. */
export function carryGuardian({ recipient, consent }: Registration, carried: Fields): void {
  for (const [to, from] of [
    ['signer_name', 'guardian_name'],
    ['signer_relation', 'guardian_relation'],
  ] as const) {
    const now = emptyAsNull(consent.fields[to])
    const own = now !== null && now !== emptyAsNull(carried[to])
    const value = consent.fields.signer === 'guardian' ? (recipient[from] ?? null) : null
    if (own || value === now) continue
    consent.fields[to] = carried[to] = value
  }
}

function toHousehold({ household, recipient }: Registration): HouseholdChoice {
  if (household.choice === 'existing' && household.id)
    return { choice: 'existing', id: household.id, relation: household.relation, member: null }
  if (household.choice !== 'new') return { choice: 'none' }
  const place = { village: recipient.village, group_no: recipient.group_no, address: recipient.residence }
  return { choice: 'new', fields: filled({ ...place, ...filled(household.fields) }), relation: household.relation }
}

function filled(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => emptyAsNull(value) !== null))
}
