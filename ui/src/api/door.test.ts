// The door of a browser: what it shows once, and the answer that keeps the program running.
import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

async function inBrowser(search: string) {
  const replaced: string[] = []
  vi.stubGlobal('location', { search, pathname: '/room/', hash: '#/visits' })
  vi.stubGlobal('history', { replaceState: (_: unknown, __: string, to: string) => replaced.push(to) })
  return { replaced, door: await import('./door') }
}

describe('a browser', () => {
  it('says once that it stands in for the window, and takes that out of the address', async () => {
    const { replaced, door } = await inBrowser('?first')
    expect(door.firstInBrowser.value).toBe(true)
    expect(replaced).toEqual(['/room/#/visits'])
  })

  it('says nothing when the address does not ask for it', async () => {
    const { replaced, door } = await inBrowser('')
    expect([door.firstInBrowser.value, replaced]).toEqual([false, []])
    expect(door.visitKey).toBe('Alt+N')
  })

  it('keeps one answer open for all its pages', async () => {
    const { door } = await inBrowser('')
    const asked: string[] = []
    const held: Array<() => unknown> = []
    vi.stubGlobal('EventSource', function (address: string) {
      asked.push(address)
    })
    vi.stubGlobal('navigator', { locks: { request: (name: string, hold: () => unknown) => held.push(hold) && name } })
    door.keepOpen()
    door.keepOpen()
    expect(asked).toEqual([])
    // The browser gives the lock to one page, and to the next only when that has gone.
    held[0]!()
    expect(asked).toEqual(['open'])
  })
})
