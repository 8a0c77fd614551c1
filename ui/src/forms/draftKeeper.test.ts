// Drafts: what is being typed is kept soon, never twice at once, and dropped only when saved.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DraftKeeper, keepAll } from './draftKeeper'

function place() {
  const kept: string[] = []
  return {
    kept,
    discarded: 0,
    fail: false,
    async put(text: string) {
      if (this.fail) throw new Error('disk full')
      kept.push(text)
    },
    async discard() {
      this.discarded += 1
      kept.length = 0
    },
  }
}

describe('typing into a form', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('puts the draft away within a second, and once for all keys of that second', async () => {
    const drafts = place()
    const keeper = new DraftKeeper<string>(drafts, 800)
    keeper.changed('李')
    await vi.advanceTimersByTimeAsync(500)
    keeper.changed('李秀')
    await vi.advanceTimersByTimeAsync(299)
    expect(drafts.kept).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(drafts.kept).toEqual(['李秀'])
  })

  it('keeps who types without a pause every second', async () => {
    const drafts = place()
    const keeper = new DraftKeeper<string>(drafts)
    for (let key = 1; key <= 100; key += 1) {
      keeper.changed('字'.repeat(key))
      await vi.advanceTimersByTimeAsync(100)
      // At no moment is more than a second of typing only in the window.
      expect(key - (drafts.kept.at(-1)?.length ?? 0)).toBeLessThanOrEqual(10)
    }
    expect(drafts.kept.length).toBeLessThanOrEqual(13)
  })

  it('puts away at once what waits in any form when the screen locks or the window closes', async () => {
    const [visit, report] = [place(), place()]
    new DraftKeeper<string>(visit).changed('屋顶漏水')
    new DraftKeeper<string>(report).changed('派出所')
    await keepAll()
    expect([visit.kept, report.kept]).toEqual([['屋顶漏水'], ['派出所']])
    await keepAll()
    expect(visit.kept).toHaveLength(1)
  })

  it('puts it away at once when the form is closed', async () => {
    const drafts = place()
    const keeper = new DraftKeeper<string>(drafts)
    keeper.changed('李秀英')
    await keeper.flush()
    expect(drafts.kept).toEqual(['李秀英'])
  })

  it('forgets it when the record was saved, and a late timer does not bring it back', async () => {
    const drafts = place()
    const keeper = new DraftKeeper<string>(drafts, 800)
    keeper.changed('李秀英')
    await keeper.done()
    await vi.advanceTimersByTimeAsync(5000)
    expect(drafts.kept).toEqual([])
    expect(drafts.discarded).toBe(1)
  })

  it('discards after a write that is under way, not before it', async () => {
    const drafts = place()
    const keeper = new DraftKeeper<string>(drafts)
    keeper.changed('李')
    const writing = keeper.flush()
    const discarding = keeper.done()
    await Promise.all([writing, discarding])
    expect(drafts.kept).toEqual([])
  })

  it('keeps what could not be put away and tries again', async () => {
    const drafts = place()
    const keeper = new DraftKeeper<string>(drafts)
    drafts.fail = true
    keeper.changed('李秀英')
    await keeper.flush()
    expect(keeper.unkept).toBe(true)
    drafts.fail = false
    await keeper.flush()
    expect(drafts.kept).toEqual(['李秀英'])
    expect(keeper.unkept).toBe(false)
  })
})
