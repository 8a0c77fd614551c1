// The end of the window: what must be done before it closes, in the window of the program and in a browser. It knows
// nothing of what that is.
import { inWindow, page } from './door'

/** How long the window waits for it: a program that does not answer must not keep the window open. */
const PATIENCE = 2000

/** Does something before the window closes or is put aside; returns how to stop. */
export async function beforeClosing(work: () => Promise<unknown>): Promise<() => void> {
  const aside = (event: Event): void => {
    page.ends = event.type !== 'blur'
    void work()
  }
  const ends = ['pagehide', 'beforeunload', 'blur'] as const
  for (const end of ends) window.addEventListener(end, aside)
  const stop = (): void => ends.forEach((end) => window.removeEventListener(end, aside))
  if (!inWindow) return stop
  const { getCurrentWindow } = await import('@tauri-apps/api/window')
  const unlisten = await getCurrentWindow().onCloseRequested(async () => {
    await Promise.race([work(), new Promise((done) => setTimeout(done, PATIENCE))])
  })
  return () => {
    stop()
    unlisten()
  }
}
