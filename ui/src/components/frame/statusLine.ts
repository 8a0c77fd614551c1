// One quiet line at the foot of the window that says what just happened. No dialogue, no sound.
import { reactive } from 'vue'
import { CallError } from '@/api/errors'

/** Where the thing is that was spoken of. */
export interface SaidLink {
  to: string
  label: string
}

/** The line as it stands. */
export const said = reactive<{
  text: string
  tone: 'plain' | 'error'
  undo: (() => void) | null
  link: SaidLink | null
}>({ text: '', tone: 'plain', undo: null, link: null })

let timer: ReturnType<typeof setTimeout> | undefined

/** Says something for a while; with `undo` a little longer, and it can be taken back. */
export function say(
  text: string,
  tone: 'plain' | 'error' = 'plain',
  undo: (() => void) | null = null,
  link: SaidLink | null = null,
): void {
  Object.assign(said, { text, tone, undo, link })
  clearTimeout(timer)
  timer = setTimeout(() => (said.text = ''), undo || link ? 30_000 : tone === 'error' ? 12_000 : 6_000)
}

/** Says an error in the same place; for acts that have no form to stand at. */
export function sayError(problem: unknown): void {
  if (problem instanceof CallError) say(`${problem.title}。${problem.todo}`, 'error')
  else say('程序内部出错，请再试一次。', 'error')
}
