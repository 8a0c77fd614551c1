// Photos for a report: those of its period are drawn only once somebody looks at them, all of them then.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import ReportPhotos from './ReportPhotos.vue'

const seen: string[][] = []
const asked = { outline: 'monthly_brief', period: '2026-11', subject: '' }
const photo = (at: number) => ({
  attachment: `p${at}`,
  date: '',
  of: '',
  caption: '',
  area: '',
  consent: 'given',
  minor: false,
})
vi.mock('@/api/call', () => ({
  call: async (name: string, { ids }: { ids: string[] }) => {
    if (name === 'reports.photos') return { most: 2, photos: Array.from({ length: 30 }, (_, at) => photo(at)) }
    seen.push(ids)
    return { thumbnails: Object.fromEntries(ids.map((id) => [id, 'AAAA'])) }
  },
}))

it('asks for the chosen alone while it is folded, and for every other once it is opened', async () => {
  const chosen = [{ attachment: 'p3', caption: '', agreed: false }]
  const part = mount(ReportPhotos, { props: { modelValue: chosen, asked } })
  await flushPromises()
  expect(seen).toEqual([['p3']])
  await part.get('[data-test="report-photos-open"]').trigger('click')
  await flushPromises()
  expect(seen.map((ids) => ids.length)).toEqual([1, 24, 5])
  expect(part.findAll('img')).toHaveLength(30)
  expect(part.get('img').attributes('src')).toBe('data:image/jpeg;base64,AAAA')
  await part.setProps({ modelValue: [{ ...chosen[0]!, caption: '屋顶' }] })
  await flushPromises()
  expect(seen).toHaveLength(3)
})
