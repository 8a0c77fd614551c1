// The one way to the program: call(name, request). In the window it goes through Tauri, in a browser
// through the bridge on loopback. It knows no command and no rule; errors come out as CallError.
import { invoke } from '@tauri-apps/api/core'
import type { Commands } from './bindings'
import { CallError, asCallError } from './errors'
import { inWindow, page } from './door'

/** Asks the program for something by the command's name. Throws a CallError. */
export async function call<Name extends keyof Commands>(
  name: Name,
  request: Commands[Name]['request'],
): Promise<Commands[Name]['answer']> {
  try {
    if (inWindow) return await invoke('call', { name, request: request ?? {} })
    return await post(name, request)
  } catch (problem) {
    throw asCallError(problem)
  }
}

async function post<Answer>(name: string, request: unknown): Promise<Answer> {
  let answer: Response
  const body = JSON.stringify(request ?? {})
  try {
    answer = await fetch(`call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      // Browsers let so much outlive its page.
      keepalive: page.ends && body.length < 20_000,
    })
  } catch {
    throw new CallError('unreachable', '')
  }
  const said = await answer.json().catch(() => null)
  if (!answer.ok)
    throw asCallError(
      said ?? { code: answer.status === 401 || answer.status === 403 ? 'not_connected' : 'unreachable', detail: '' },
    )
  return said as Answer
}
