// Photos chosen for a record that is not saved yet: they are kept with it, and what was not put in is answered.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import type { FileRead } from '@/api/types'
import { said, say } from '@/components/frame/statusLine'
import AttachmentIntake from './AttachmentIntake.vue'
import { beginSaying } from './pictures'
import PhotosToCome from './PhotosToCome.vue'

const asked = vi.fn()
vi.mock('@/api/call', () => ({ call: (name: string, request: object) => asked(name, request) }))
vi.mock('@/api/files', () => ({ onDropped: async () => () => undefined, pickPhotos: async () => [{ name: 'a.jpg' }] }))

async function chosen() {
  const part = mount(PhotosToCome, { props: { kind: 'visit' }, global: { stubs: { AttachmentIntake: true } } })
  await part.get('[data-test="photos-to-come-add"]').trigger('click')
  await flushPromises()
  const file = { name: 'a.jpg', token: 't1', mime: 'image/jpeg', twins: [] as string[] } as FileRead
  part.findComponent(AttachmentIntake).vm.$emit('taken', [beginSaying(file)])
  await flushPromises()
  expect(part.findAll('[data-test="photo-to-come"]')).toHaveLength(1)
  return part
}
beforeEach(() => {
  asked.mockReset()
  say('')
})

it('are put in with the record, and nothing is said of it', async () => {
  asked.mockResolvedValue({ items: [], skipped: [] })
  const part = await chosen()
  expect(await part.vm.saveFor('v1')).toBe('')
  const items = [expect.objectContaining({ token: 't1' })]
  expect(asked).toHaveBeenCalledWith('attachments.save', { kind: 'visit', id: 'v1', items })
  await flushPromises()
  expect(part.findAll('[data-test="photo-to-come"]')).toHaveLength(0)
  expect(await part.vm.saveFor('v1')).toBe('')
  expect(asked).toHaveBeenCalledTimes(1)
})

it('that were refused are answered, not said: whoever saved says it in one', async () => {
  asked.mockRejectedValue(new CallError('disk_full', ''))
  const part = await chosen()
  expect(await part.vm.saveFor('v1')).toMatch(/^照片没有放进去：.+。/)
  expect(said.text).toBe('')
})

it('that are somewhere already are answered by name', async () => {
  asked.mockResolvedValue({ items: [], skipped: ['“a.jpg”没有放：这张照片已经在“走访”里。'] })
  const part = await chosen()
  expect(await part.vm.saveFor('v1')).toBe('“a.jpg”没有放：这张照片已经在“走访”里。')
})
