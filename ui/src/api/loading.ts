// A page's content, loaded, with its error beside it. The old content stays until the new one is there.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asCallError, type CallError } from './errors'

/** What is loaded, whether it is being loaded, what went wrong, and how to load again. */
export interface Loaded<Content> {
  content: ShallowRef<Content | null>
  busy: Ref<boolean>
  error: ShallowRef<CallError | null>
  load: () => Promise<void>
}

/**
 * Wraps one question to the program. Answers are shown in the order of their questions: one that comes after the answer
 * to a newer question is dropped, but whoever asks faster than the program answers still sees what it says.
 */
export function useLoading<Content>(ask: () => Promise<Content>): Loaded<Content> {
  const content = shallowRef<Content | null>(null)
  const busy = ref(false)
  const error = shallowRef<CallError | null>(null)
  let newest = 0
  let shown = 0
  async function load(): Promise<void> {
    const mine = ++newest
    busy.value = true
    try {
      const answer = await ask()
      if (mine > shown) {
        shown = mine
        content.value = answer
        error.value = null
      }
    } catch (problem) {
      if (mine === newest) error.value = asCallError(problem)
    } finally {
      if (mine === newest) busy.value = false
    }
  }
  return { content, busy, error, load }
}
