// An act of the person at the PC: whether it runs, what went wrong, said at one place. Every button that asks the
// program to do something goes through here; what is only shown goes through useLoading, forms through the form engine.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asCallError, type CallError } from './errors'

/** Acts of one part of a page, with one line for what went wrong. */
export interface Act {
  /** Whether one of them runs. */
  busy: Ref<boolean>
  /** What was wrong with the last one; null while it runs and when it went well. */
  error: ShallowRef<CallError | null>
  /** Does it; answers what went wrong, or null. It never throws. */
  run: (work: () => Promise<unknown>) => Promise<CallError | null>
}

/** `tell` says an error that has no line of its own (`sayError`). */
export function useAct(tell?: (problem: CallError) => void): Act {
  const busy = ref(false)
  const error = shallowRef<CallError | null>(null)
  let running = 0
  let newest = 0
  async function run(work: () => Promise<unknown>): Promise<CallError | null> {
    const mine = ++newest
    running += 1
    busy.value = true
    error.value = null
    try {
      await work()
      return null
    } catch (problem) {
      const known = asCallError(problem)
      if (mine === newest) error.value = known
      tell?.(known)
      return known
    } finally {
      running -= 1
      busy.value = running > 0
    }
  }
  return { busy, error, run }
}
