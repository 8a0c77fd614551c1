// Documents not read yet: only those of hers, and gone from the list once she says so.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import UnreadDocuments from './UnreadDocuments.vue'

const asked: Array<[string, unknown]> = []
const read = new Set<string>(['d2'])
vi.mock('@/api/call', () => ({
  call: async (name: string, request: { id?: string }) => {
    asked.push([name, request])
    if (name === 'rule_documents.confirm') read.add(request.id!)
    const document = (id: string, title: string) => ({ id, title, in_force: '2026-11-01', unread: !read.has(id) })
    return [document('d1', '督导管理制度'), document('d2', '走访标准')]
  },
}))
vi.mock('@/api/news', () => ({ useNews: () => undefined }))

it('lists what she has not read, and lets her say that she has', async () => {
  const page = mount(UnreadDocuments, {
    global: { stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' } } },
  })
  await flushPromises()
  expect(page.text()).toContain('督导管理制度')
  expect(page.text()).not.toContain('走访标准')
  expect(page.get('a').attributes('href')).toBe('/agreements?tab=rule_documents&open=d1')
  await page.get('[data-test="unread-confirm"]').trigger('click')
  await flushPromises()
  expect(asked[1]).toEqual(['rule_documents.confirm', { id: 'd1' }])
  expect(page.find('[data-test="unread-documents"]').exists()).toBe(false)
})
