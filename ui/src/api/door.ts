// The door that this page came through: the program's own window, or a browser that the program opened. A browser's
// page keeps the program running for as long as it stands.
import { isTauri } from '@tauri-apps/api/core'
import { ref } from 'vue'

/** True in the program's own window, false in a browser on the bridge. */
export const inWindow = isTauri()

/** The key that records a visit: browsers keep Ctrl+N for themselves. */
export const visitKey = inWindow ? 'Ctrl+N' : 'Alt+N'

/** A browser stands in for the window for the first time on this PC; until the person has read it. */
export const firstInBrowser = ref(!inWindow && takeFirst())

/** The page is about to go: what it still sends must arrive without it. */
export const page = { ends: false }

function takeFirst(): boolean {
  if (globalThis.location?.search !== '?first') return false
  history.replaceState(null, '', `${location.pathname}${location.hash}`)
  return true
}

/**
 * Keeps one answer of the program running while pages stand. Of several pages one does it, for browsers allow few
 * answers at a time.
 */
export function keepOpen(): void {
  if (inWindow) return
  void navigator.locks.request('open', () => {
    const answer = new EventSource('open')
    return new Promise(() => answer)
  })
}
