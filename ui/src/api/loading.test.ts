// Loading for a page: old content stays until the new one is there, late answers are dropped, a slow program is heard.
import { expect, it } from 'vitest'
import { CallError } from './errors'
import { useLoading } from './loading'

it('keeps what is on the page while it is asked anew, also when that fails', async () => {
  let fail = false
  const { content, error, load } = useLoading(async () => {
    if (fail) throw new CallError('offline', '')
    return '十一月'
  })
  await load()
  fail = true
  await load()
  expect(content.value).toBe('十一月')
  expect(error.value?.code).toBe('offline')
})

it('drops the answer to an older question', async () => {
  const answers: Array<(said: string) => void> = []
  const { content, busy, load } = useLoading(() => new Promise<string>((done) => answers.push(done)))
  const both = [load(), load()]
  answers[1]!('十二月')
  answers[0]!('十一月')
  await Promise.all(both)
  expect(content.value).toBe('十二月')
  expect(busy.value).toBe(false)
})

it('shows what is said while it is asked again and again', async () => {
  const answers: Array<(said: string) => void> = []
  const { content, busy, load } = useLoading(() => new Promise<string>((done) => answers.push(done)))
  const first = load()
  const second = load()
  answers[0]!('十一月')
  await first
  expect(content.value).toBe('十一月')
  expect(busy.value).toBe(true)
  answers[1]!('十二月')
  await second
  expect(content.value).toBe('十二月')
})
