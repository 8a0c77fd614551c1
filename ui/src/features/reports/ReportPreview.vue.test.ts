// A report is looked at before it is frozen: its pages as they would be printed, and what is not on them in words.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import ReportPreview from './ReportPreview.vue'

const asked: unknown[] = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: { first: number }) => {
    asked.push([name, request.first])
    const pictures = request.first === 0 ? ['one', 'two', 'three'] : ['four']
    const remarks = ['这些节没有内容，不会印出，后面的节往前排号：四、典型个案。']
    return Promise.resolve({ pages: 4, pictures, remarks, missing_glyphs: '' })
  },
}))

const report = { outline: 'monthly_brief', period: '2026-11', sections: [] }
async function opened(mayFreeze: boolean) {
  asked.length = 0
  const stubs = {
    ElDrawer: { props: ['modelValue'], template: '<div v-if="modelValue"><slot /></div>' },
    ElSkeleton: true,
    ElButton: { template: '<button><slot /></button>' },
  }
  const props = { modelValue: false, report, title: '预览', mayFreeze, freezing: false, unfrozen: null }
  const page = mount(ReportPreview, { props, global: { stubs } })
  await page.setProps({ modelValue: true })
  await flushPromises()
  await nextTick()
  return page
}

it('shows its pages, more of them when asked, and says what is empty', async () => {
  const page = await opened(true)
  expect(page.findAll('[data-test="report-page"]')).toHaveLength(3)
  expect(page.get('[data-test="report-remark"]').text()).toContain('四、典型个案')
  await page.get('[data-test="report-pages-more"]').trigger('click')
  await flushPromises()
  expect(page.findAll('[data-test="report-page"]')).toHaveLength(4)
  expect(asked).toEqual([
    ['reports.pages', 0],
    ['reports.pages', 3],
  ])
})

it('is frozen from there by the supervisor alone', async () => {
  const page = await opened(true)
  await page.get('[data-test="report-freeze"]').trigger('click')
  expect(page.emitted('freeze')).toHaveLength(1)
  expect((await opened(false)).find('[data-test="report-freeze"]').exists()).toBe(false)
})
