// A file to take along: where to, made, handed over, said; given up, nothing is made.
import { beforeEach, expect, test, vi } from 'vitest'
import { CallError } from '@/api/errors'
import type { Destination, FileOut } from '@/api/types'
import { said, say } from './statusLine'
import { useWriting } from './writing'

let place: Destination | null = { folder: '/u' }
const delivered = vi.fn()
vi.mock('@/api/files', () => ({
  pickDestination: async () => place,
  deliver: async (file: FileOut) => delivered(file.name),
}))
const file = (path: string | null): FileOut => ({ name: '汇总.xlsx', path, download: null, size: 1 })
beforeEach(() => {
  place = { folder: '/u' }
  delivered.mockReset()
  say('')
})

test('is handed over, and said by where it lies or how it is called', async () => {
  const { write, busy } = useWriting()
  const asked = vi.fn(async () => (expect(busy.value).toBe(true), file('/u/汇总.xlsx')))
  await write(asked)
  expect(asked).toHaveBeenCalledWith({ folder: '/u' })
  expect([delivered.mock.calls, said.text, busy.value]).toEqual([[['汇总.xlsx']], '已写好：/u/汇总.xlsx', false])
  await write(async () => file(null))
  expect(said.text).toBe('已写好：汇总.xlsx')
})

test('names what no font can draw', async () => {
  await useWriting().write(async () => ({ file: file(null), missing_glyphs: '㛃' }))
  expect(said.text).toBe('已写好，这些字请手写补上：㛃')
  await useWriting().write(async () => ({ file: file(null), missing_glyphs: '' }))
  expect(said.text).toBe('已写好：汇总.xlsx')
})

test('is not made when no place is chosen', async () => {
  place = null
  const asked = vi.fn()
  await useWriting().write(asked)
  expect([asked.mock.calls.length, said.text]).toEqual([0, ''])
})

test('that cannot be made says why, in its own line or where it is told to', async () => {
  const refused = () => Promise.reject(new CallError('disk_full', ''))
  const { write, error } = useWriting()
  await write(refused)
  expect([error.value?.code, said.text]).toEqual(['disk_full', ''])
  const tell = vi.fn()
  await useWriting(tell).write(refused)
  expect(tell).toHaveBeenCalledTimes(1)
})
