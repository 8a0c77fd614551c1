// News of the program, asked for each second: what changed, long work, whether the screen locked.
// Pages say which news they want; nothing is kept here but the last number.
import { onBeforeUnmount, reactive } from 'vue'
import { call } from './call'
import { refreshSession, session } from './session'
import type { News, TaskView } from './types'

/** Long work that is running now, and whether the program answers. */
export const working = reactive<{ tasks: TaskView[]; reachable: boolean }>({ tasks: [], reachable: true })

type Listener = (news: News[]) => void
const listeners = new Set<Listener>()
let last = 0
let running = false

/** Begins to ask; once. */
export function startNews(): void {
  if (running) return
  running = true
  void ask()
}

async function ask(): Promise<void> {
  try {
    const answer = await call('events.since', { after: last })
    last = answer.last
    working.reachable = true
    working.tasks = answer.tasks
    if (answer.locked !== (session.start?.stage !== 'open')) await refreshSession()
    const news = answer.events.map((event) => event.news)
    if (answer.missed) news.push({ what: 'records', kinds: [] }, { what: 'sync' }, { what: 'roster' })
    if (news.length) for (const listener of listeners) listener(news)
  } catch {
    working.reachable = false
  }
  setTimeout(() => void ask(), working.reachable ? 1000 : 3000)
}

/**
 * Calls back while the component lives: when records of these kinds change, or what is named. Calls are gathered, and
 * while one is at work the next waits: a slow program is not asked faster than it answers.
 */
export function useNews(wanted: { kinds?: string[]; what?: Array<News['what']> }, react: () => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let reacting = false
  let again = false
  async function gathered(): Promise<void> {
    again = reacting
    if (reacting) return
    reacting = true
    try {
      await react()
    } finally {
      reacting = false
    }
    if (again) await gathered()
  }
  const listener: Listener = (news) => {
    const mine = news.some((one) =>
      one.what === 'records'
        ? wanted.kinds !== undefined &&
          (one.kinds.length === 0 ||
            wanted.kinds.length === 0 ||
            one.kinds.some((kind) => wanted.kinds?.includes(kind)))
        : wanted.what?.includes(one.what),
    )
    if (!mine) return
    clearTimeout(timer)
    timer = setTimeout(() => void gathered(), 150)
  }
  listeners.add(listener)
  onBeforeUnmount(() => {
    listeners.delete(listener)
    clearTimeout(timer)
    again = false
  })
}
