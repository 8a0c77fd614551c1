// The registration of a person at work: one draft, one check, one save for person, categories, household and consent.
// What every form does is the engine's; who may be a duplicate and who signs is the program's to say.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import { session } from '@/api/session'
import type { CheckAnswer, Fields, Finding, PossibleDuplicate, RegisterAnswer } from '@/api/types'
import { draftPlace } from '@/forms/draftPlace'
import { useForm, type Form } from '@/forms/formEngine'
import { fillEmpty, hasContent } from '@/forms/formValues'
import { blankRegistration, carryGuardian, settleSigner, toRequest, type Registration } from './registration'

/** The draft of the page; another place that registers keeps none. */
const OF_PAGE = 'register:new'

/** A registration at work. */
export interface RegistrationForm extends Pick<
  Form<Registration>,
  'findings' | 'busy' | 'error' | 'restored' | 'refusals' | 'check' | 'keep'
> {
  typed: Registration
  checked: ShallowRef<CheckAnswer | null>
  duplicates: Ref<PossibleDuplicate[]>
  /** What is wrong in one part of the form, by the part's own field names. */
  findingsOf: (part: string) => Finding[]
  save: (provisional: boolean) => Promise<RegisterAnswer | null>
  restart: () => Promise<void>
}

/** Opens the registration with what was left half way in this draft; with none, nothing typed outlasts it. */
export async function openRegistration(today: string, key: string | null = OF_PAGE): Promise<RegistrationForm> {
  const blank = (): Registration => blankRegistration(today, session.start?.person?.id ?? null)
  const checked = shallowRef<CheckAnswer | null>(null)
  const duplicates = ref<PossibleDuplicate[]>([])
  /** What the consent was given of the guardian. */
  const carried: Fields = {}

  const engine: Form<Registration> = useForm({
    content: blank(),
    draft: key
      ? draftPlace<Registration>(key, 'recipient', null, ({ recipient }) => `登记 ${recipient.name ?? ''}`)
      : null,
    typed: () => true,
    ask: {
      after: 400,
      put: async (provisional) => {
        const { recipient } = engine.content
        const answer = await call('records.check', {
          kind: 'recipient',
          id: null,
          fields: { ...recipient },
          provisional,
        })
        return { answer, alike: await alike(engine.content).catch(() => duplicates.value) }
      },
      take({ answer, alike: found }: { answer: CheckAnswer; alike: PossibleDuplicate[] }) {
        checked.value = answer
        const ofParts = engine.findings.value.filter((one) => one.field.includes('.'))
        engine.findings.value = [...answer.findings, ...ofParts]
        fillEmpty(engine.content.recipient, answer.derived)
        settleSigner(engine.content, answer.guardian_consents)
        carryGuardian(engine.content, carried)
        duplicates.value = found
      },
    },
  })
  const typed = engine.content

  await engine.begin((kept) => {
    if (!kept.recipient || !hasContent(kept.recipient)) return false
    Object.assign(typed, kept)
    return true
  })
  engine.fill(() => settleSigner(typed, false))
  // A consent that names the guardian was given it; one that names somebody else keeps that.
  Object.assign(carried, {
    signer_name: typed.recipient.guardian_name,
    signer_relation: typed.recipient.guardian_relation,
  })
  if (engine.restored.value) void engine.check(true)

  return {
    ...engine,
    typed,
    checked,
    duplicates,
    findingsOf: (part) =>
      engine.findings.value
        .filter((one) => one.field.startsWith(`${part}.`))
        .map((one) => ({ ...one, field: one.field.slice(part.length + 1) })),
    save(provisional) {
      carryGuardian(typed, carried)
      return engine.submit(() => call('recipients.register', toRequest(typed, provisional, key)), provisional)
    },
    async restart() {
      await engine.forget()
      engine.fill(() => Object.assign(typed, blank()))
    },
  }
}

/** People on file who may be the one being registered. */
async function alike({ recipient }: Registration): Promise<PossibleDuplicate[]> {
  const { name, id_number, birth_date, village } = recipient
  if (!name && !id_number) return []
  const { duplicates } = await call('recipients.duplicates', {
    except: null,
    name: name ?? '',
    id_number: id_number ?? '',
    birth_date: birth_date ?? '',
    village: village ?? '',
  })
  return duplicates
}
