// One quiet line at the foot of the window that says what just happened. No dialogue, no sound.
import { computed, reactive, shallowRef, watch, type ComputedRef } from 'vue'
import { CallError } from '@/api/errors'

/** The record that was spoken of: its line is marked where it stands, and the sentence leads to it. */
export interface SaidOf {
  kind: string
  id: string
}

/** How a record is opened; the frame says so, which knows every page. */
export const opening = shallowRef<((of: SaidOf) => unknown) | null>(null)

/** The line as it stands. */
export const said = reactive<{ text: string; tone: 'plain' | 'error'; undo: (() => void) | null; of: SaidOf | null }>({
  text: '',
  tone: 'plain',
  undo: null,
  of: null,
})

let timer: ReturnType<typeof setTimeout> | undefined
/** How often something was said. */
const count = shallowRef(0)

/** Says something for a while; with `undo` a little longer, and it can be taken back. */
export function say(
  text: string,
  tone: 'plain' | 'error' = 'plain',
  undo: (() => void) | null = null,
  of: SaidOf | null = null,
): void {
  Object.assign(said, { text, tone, undo, of })
  count.value += 1
  clearTimeout(timer)
  timer = setTimeout(
    () => Object.assign(said, { text: '', of: null }),
    undo || of ? 30_000 : tone === 'error' ? 12_000 : 6_000,
  )
}

/** Whether the line was said since this opened: what was said before is about something else. */
export function useSaidSince(open: () => boolean): ComputedRef<boolean> {
  const before = shallowRef(count.value)
  watch(open, () => (before.value = count.value), { flush: 'sync' })
  return computed(() => count.value > before.value)
}

/** Says an error in the same place; for acts that have no form to stand at. */
export function sayError(problem: unknown): void {
  if (problem instanceof CallError) say(`${problem.title}。${problem.todo}`, 'error')
  else say('程序内部出错，请再试一次。', 'error')
}
