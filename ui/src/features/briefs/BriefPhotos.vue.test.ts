// Photos for a brief: those of the month are drawn only once somebody looks at them, all of them then.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import BriefPhotos from './BriefPhotos.vue'

const asked: string[][] = []
const photo = (at: number) => ({ attachment: `p${at}`, date: '', of: '', caption: '', consent: 'given', minor: false })
vi.mock('@/api/call', () => ({
  call: async (name: string, { ids }: { ids: string[] }) => {
    if (name === 'briefs.photos') return { most: 6, photos: Array.from({ length: 30 }, (_, at) => photo(at)) }
    asked.push(ids)
    return { thumbnails: Object.fromEntries(ids.map((id) => [id, 'AAAA'])) }
  },
}))

it('asks for the chosen alone while it is folded, and for every other once it is opened', async () => {
  const chosen = [{ attachment: 'p3', caption: '', agreed: false }]
  const part = mount(BriefPhotos, { props: { modelValue: chosen, month: '2026-11' } })
  await flushPromises()
  expect(asked).toEqual([['p3']])
  await part.get('[data-test="brief-photos-open"]').trigger('click')
  await flushPromises()
  expect(asked.map((ids) => ids.length)).toEqual([1, 24, 5])
  expect(part.findAll('img')).toHaveLength(30)
  expect(part.get('img').attributes('src')).toBe('data:image/jpeg;base64,AAAA')
  await part.setProps({ modelValue: [{ ...chosen[0]!, caption: '屋顶' }] })
  await flushPromises()
  expect(asked).toHaveLength(3)
})
