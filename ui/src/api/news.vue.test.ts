// News: a page is told in order, and what it does about one piece of news ends before it begins with the next.
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { startNews, useNews } from './news'

const program = vi.hoisted(() => ({ news: [] as Array<{ what: string }> }))
vi.mock('./call', () => ({
  call: async () => {
    const events = program.news.splice(0).map((news, number) => ({ number, news }))
    return { last: events.length, events, missed: false, tasks: [], locked: false }
  },
}))
vi.mock('./session', () => ({ session: { start: { stage: 'open' } }, refreshSession: async () => undefined }))

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('does not ask a slow program faster than it answers', async () => {
  const answers: Array<() => void> = []
  const load = vi.fn(() => new Promise<void>((done) => answers.push(done)))
  const page = defineComponent({
    setup: () => {
      useNews({ what: ['sync'] }, load)
      return () => h('div')
    },
  })
  mount(page)
  startNews()
  for (let second = 0; second < 5; second++) {
    program.news.push({ what: 'sync' })
    await vi.advanceTimersByTimeAsync(1200)
  }
  expect(load).toHaveBeenCalledTimes(1)
  answers[0]!()
  await vi.advanceTimersByTimeAsync(0)
  expect(load).toHaveBeenCalledTimes(2)
  answers[1]!()
  await vi.advanceTimersByTimeAsync(5000)
  expect(load).toHaveBeenCalledTimes(2)
})
