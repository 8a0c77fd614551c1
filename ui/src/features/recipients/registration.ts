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

/** A consent with what is usual. */
export function blankConsent(today: string): Fields {
  return { date: today, scope: ['registration'], paper_on_file: 'yes' }
}

/** A category row with its usual beginning. */
export function blankCategory(today: string): Fields {
  return { category: null, level: null, start_date: today }
}

/**
 * The request that this makes. Empty category rows are left out; a household takes village and address from the
 * person.
 */
export function toRequest(typed: Registration, provisional: boolean, draft: string): RegisterRequest {
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
  if (guardianConsents && (!fields.signer || fields.signer === 'self')) {
    fields.signer = 'guardian'
    fields.signer_name ??= typed.recipient.guardian_name ?? null
    fields.signer_relation ??= typed.recipient.guardian_relation ?? null
  } else if (!guardianConsents) fields.signer ??= 'self'
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
