// The intake of photos: what it begins with and what it would save.
import { expect, test } from 'vitest'
import type { FileRead } from '@/api/types'
import { beginSaying, programOf, sizeOf, toSave, turned } from './pictures'

const file = (over: Partial<FileRead>): FileRead => ({
  name: 'a.jpg',
  token: 't',
  error: null,
  mime: 'image/jpeg',
  size: 1,
  was: 1,
  pages: null,
  thumbnail: null,
  taken_date: '2026-11-03',
  taken_time: '09:41',
  place: '北纬 28.12500，东经 113.60000',
  twins: [],
  here_already: false,
  ...over,
})

test('time is filled in, the place only when she asks for it', () => {
  const saying = beginSaying(file({}))
  expect([saying.taken_date, saying.taken_time, saying.keepPlace]).toEqual(['2026-11-03', '09:41', false])
  expect(beginSaying(file({ mime: 'application/pdf' })).purpose).toBe('scan')
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  expect(beginSaying(file({ mime: word })).purpose).toBe('other')
  expect([programOf(word), programOf('application/pdf'), programOf(undefined)]).toEqual(['Word', null, null])
})

test('what was refused or is somewhere already is not saved by itself', () => {
  const sayings = [file({}), file({ token: null, error: '坏了' }), file({ twins: ['走访记录'] })].map(beginSaying)
  expect(toSave(sayings)).toHaveLength(1)
  sayings[2]!.again = true
  expect(toSave(sayings)).toHaveLength(2)
})

test('four turns are none', () => {
  expect([0, 90, 180, 270].map(turned)).toEqual([90, 180, 270, 0])
})

test('sizes are short', () => {
  expect([sizeOf(10), sizeOf(300_000), sizeOf(4_500_000)]).toEqual(['1 KB', '293 KB', '4.3 MB'])
})
