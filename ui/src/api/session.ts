// The session: where this PC stands and who is at it, kept for all pages. It asks the program and decides nothing.
import { computed, reactive } from 'vue'
import { call } from './call'
import { asCallError, type CallError } from './errors'
import type { StartState } from './types'

/**
 * The program's state as last told, why it could not be told, and whether the first page still has something to
 * hand over.
 */
export const session = reactive<{ start: StartState | null; error: CallError | null; settingUp: boolean }>({
  start: null,
  error: null,
  settingUp: false,
})

/** Whether the person at this PC is the county's. */
export const atCounty = computed(() => session.start?.place?.side === 'county')

const LAST = 'hezhan-last'

/** Who worked here last; only an id, to be offered first when unlocking. */
export function lastPerson(): string {
  return localStorage.getItem(LAST) ?? ''
}

/** The first page is done: go to work. */
export async function beginWork(): Promise<void> {
  await refreshSession()
  session.settingUp = false
}

/** Asks for the state again, for example after unlocking. */
export async function refreshSession(): Promise<void> {
  try {
    session.start = await call('start.state', {})
    if (session.start.person) localStorage.setItem(LAST, session.start.person.id)
    session.error = null
  } catch (problem) {
    session.error = asCallError(problem)
  }
}
