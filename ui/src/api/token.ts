// The bridge's token: taken out of the address (#token=…) and kept for this tab only. The window has none.
// It must be read before the router touches the address, so main.ts imports this file first.
import { isTauri } from '@tauri-apps/api/core'

/** True in the program's own window, false in a browser on the bridge. */
export const inWindow = isTauri()

const KEPT = 'hezhan-token'

/** The token of this tab; empty in the window. */
export const bridgeToken = inWindow ? '' : takeToken()

function takeToken(): string {
  const found = /[#&/]token=([^&]+)/.exec(location.hash)
  if (found) {
    sessionStorage.setItem(KEPT, decodeURIComponent(found[1]!))
    history.replaceState(null, '', `${location.pathname}#/`)
  }
  return sessionStorage.getItem(KEPT) ?? ''
}
