// The print drawer: pages are laid out once for an opening, whatever was chosen the time before, and once for a choice.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import { openPrinting, printAsked } from '@/components/records/printing'
import PrintDrawer from './PrintDrawer.vue'

interface Asked {
  privacy: string
  two_up: boolean
  without_photos: boolean
  papers: object[]
}
const asked: Asked[] = []
vi.mock('@/api/call', () => ({
  call: async (name: string, request: Asked) => {
    if (name !== 'papers.preview') return { name: null, by_file: false }
    asked.push(JSON.parse(JSON.stringify(request)))
    const left_out = { no_consent: request.privacy === 'outside' ? 2 : 0, not_here: 0, beyond: 0 }
    return { pages: 1, pictures: ['AAAA'], missing_glyphs: '', left_out }
  },
}))
session.start = { person: { id: 'lin', role: 'supervisor' }, place: { side: 'station' } } as typeof session.start

it('lays out once', async () => {
  const stubs = { ElDrawer: { props: ['modelValue'], template: '<div v-if="modelValue"><slot /></div>' } }
  const part = mount(PrintDrawer, { global: { stubs } })
  openPrinting([{ paper: 'visit', record: 'v1' }])
  await flushPromises()
  expect(asked).toMatchObject([{ privacy: 'inside', two_up: false, papers: [{ paper: 'visit' }] }])
  expect(part.findAll('[data-test="print-pages"] [data-test="print-page"]')).toHaveLength(1)
  await part.get('[data-test="print-full"] input').setValue()
  await flushPromises()
  await part.get('[data-test="print-slips"] input').setValue(true)
  await flushPromises()
  expect(asked.slice(1)).toMatchObject([
    { privacy: 'full', two_up: false },
    { privacy: 'full', two_up: true, papers: [{ paper: 'visit_sign_off' }] },
  ])
  printAsked.open = false
  await flushPromises()
  openPrinting([{ paper: 'visit', record: 'v2' }])
  await flushPromises()
  expect(asked.slice(3)).toMatchObject([
    { privacy: 'inside', two_up: false, papers: [{ paper: 'visit', record: 'v2' }] },
  ])
  part.unmount()
})

it('prints with the photos or without, and says which may not leave the station', async () => {
  asked.length = 0
  const stubs = { ElDrawer: { props: ['modelValue'], template: '<div v-if="modelValue"><slot /></div>' } }
  const part = mount(PrintDrawer, { global: { stubs } })
  openPrinting([{ paper: 'visit', record: 'v3' }])
  await flushPromises()
  expect(part.find('[data-test="print-left-out"]').exists()).toBe(false)
  await part.get('[data-test="print-outside"] input').setValue()
  await flushPromises()
  expect(part.get('[data-test="print-left-out"]').text()).toContain('2 张没有取得')
  await part.get('[data-test="print-photos"] input').setValue(false)
  await flushPromises()
  expect(asked.map((one) => one.without_photos)).toEqual([false, false, true])
})
