// Acts at the PC: a button shows that it works, and what went wrong stands at one place until the next try.
import { describe, expect, it, vi } from 'vitest'
import { CallError } from './errors'
import { useAct } from './act'

/** Work that ends when the test says so. */
function later(): { work: () => Promise<void>; end: () => void; fail: (problem: unknown) => void } {
  let end = (): void => undefined
  let fail = (_: unknown): void => undefined
  const promise = new Promise<void>((done, refuse) => {
    end = done
    fail = refuse
  })
  return { work: () => promise, end, fail }
}

describe('pressing a button', () => {
  it('is busy while the program works and not afterwards', async () => {
    const { busy, run } = useAct()
    const saving = later()
    const done = run(saving.work)
    expect(busy.value).toBe(true)
    saving.end()
    expect(await done).toBeNull()
    expect(busy.value).toBe(false)
  })

  it('stays busy until the last of two acts has ended', async () => {
    const { busy, run } = useAct()
    const [one, other] = [later(), later()]
    const both = [run(one.work), run(other.work)]
    one.end()
    await both[0]
    expect(busy.value).toBe(true)
    other.end()
    await both[1]
    expect(busy.value).toBe(false)
  })

  it('says what was wrong, and forgets it at the next try', async () => {
    const { error, run } = useAct()
    expect((await run(() => Promise.reject(new CallError('offline', ''))))?.code).toBe('offline')
    expect(error.value?.code).toBe('offline')
    await run(() => Promise.resolve())
    expect(error.value).toBeNull()
  })

  it('takes any other fault for one of the program and never throws', async () => {
    const { error, run } = useAct()
    await run(() => Promise.reject(new TypeError('x is not a function')))
    expect(error.value?.code).toBe('internal')
  })

  it('does not show the fault of an older act over the newer one that went well', async () => {
    const { error, run } = useAct()
    const old = later()
    const first = run(old.work)
    await run(() => Promise.resolve())
    old.fail(new CallError('offline', ''))
    expect((await first)?.code).toBe('offline')
    expect(error.value).toBeNull()
  })

  it('without a line of its own tells the foot of the window', async () => {
    const tell = vi.fn()
    const { run } = useAct(tell)
    await run(() => Promise.reject(new CallError('disk_full', '')))
    expect(tell).toHaveBeenCalledOnce()
    expect(tell.mock.calls[0]?.[0]).toMatchObject({ code: 'disk_full' })
  })
})
