// The list of people fetches the pages that are looked at, and none twice.
import { describe, expect, it } from 'vitest'
import { usePages } from './pagedList'

const county = (size: number) => async (offset: number, limit: number) => ({
  total: size,
  rows: Array.from({ length: Math.max(0, Math.min(limit, size - offset)) }, (_, index) => `第${offset + index}人`),
})

describe('scrolling through many people', () => {
  it('fetches only what comes into sight', async () => {
    const asked: number[] = []
    const list = usePages(async (offset, limit) => {
      asked.push(offset)
      return await county(50_000)(offset, limit)
    })
    await list.restart()
    expect(list.rows.value.length).toBe(50_000)
    expect(list.rows.value[100]).toBeNull()
    await list.seen(40_010, 40_050)
    expect(list.rows.value[40_020]).toBe('第40020人')
    expect(asked).toEqual([0, 40_000])
  })

  it('asks for the same page once', async () => {
    let asked = 0
    const list = usePages(async (offset, limit) => {
      asked += 1
      return await county(300)(offset, limit)
    })
    await list.restart()
    await list.seen(0, 50)
    await list.seen(10, 120)
    expect(asked).toBe(2)
  })

  it('drops a late answer to an older question', async () => {
    let release: (() => void) | undefined
    let first = true
    const list = usePages(async () => {
      if (first) {
        first = false
        await new Promise<void>((go) => (release = go))
        return { total: 1, rows: ['旧'] }
      }
      return { total: 1, rows: ['新'] }
    })
    const old = list.restart()
    await list.restart()
    release?.()
    await old
    expect(list.rows.value).toEqual(['新'])
  })

  it('a page that failed is asked again', async () => {
    let fail = true
    const list = usePages(async () => {
      if (fail) throw new Error('locked')
      return { total: 1, rows: ['李秀英'] }
    })
    await expect(list.restart()).rejects.toThrow()
    fail = false
    await list.restart()
    expect(list.rows.value).toEqual(['李秀英'])
  })
})
