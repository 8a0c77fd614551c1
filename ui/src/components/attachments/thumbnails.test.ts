// Small pictures: a few at a time, each asked for once, and no more than are in view.
import { beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useThumbnails } from './thumbnails'

const asked: string[][] = []
const broken = new Set<string>()
vi.mock('@/api/call', () => ({
  call: async (_: string, { ids }: { ids: string[] }) => {
    asked.push(ids)
    if (ids.includes('refused')) throw new Error('refused')
    return { thumbnails: Object.fromEntries(ids.filter((id) => !broken.has(id)).map((id) => [id, `of ${id}`])) }
  },
}))
const rest = async () => {
  for (let turn = 0; turn < 20; turn += 1) await nextTick()
}
const many = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `p${from + at}`)
beforeEach(() => {
  asked.length = 0
  broken.clear()
})

test('come in pieces of 24, and what cannot be drawn does not keep the others away', async () => {
  for (const id of many(0, 24)) broken.add(id)
  const small = effectScope().run(() => useThumbnails(() => many(0, 50)))!
  await rest()
  expect(asked.map((ids) => ids.length)).toEqual([24, 24, 2])
  expect(Object.keys(small.value)).toHaveLength(26)
})

test('are asked for when they come into view, and once', async () => {
  const shown = ref<string[]>([])
  const small = effectScope().run(() => useThumbnails(() => shown.value))!
  await rest()
  expect(asked).toEqual([])
  shown.value = ['a']
  await rest()
  shown.value = ['a', 'b']
  await rest()
  expect(asked).toEqual([['a'], ['b']])
  expect(small.value).toEqual({ a: 'of a', b: 'of b' })
})

test('that are refused leave the rest', async () => {
  const small = effectScope().run(() => useThumbnails(() => ['refused', ...many(0, 24)]))!
  await rest()
  expect(Object.keys(small.value)).toEqual(['p23'])
})

test('are asked for no longer once nobody looks', async () => {
  const scope = effectScope()
  scope.run(() => useThumbnails(() => many(0, 90)))
  scope.stop()
  await rest()
  expect(asked).toHaveLength(1)
})
