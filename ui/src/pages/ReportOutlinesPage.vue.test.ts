// 报告提纲: title, order and sections as the county changed them go down; what is refused stays as it was written.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { keepAll } from '@/forms/draftKeeper'
import { session } from '@/api/session'
import { nativeLists } from '@/components/inputs/nativeLists'
import ReportOutlinesPage from './ReportOutlinesPage.vue'

const section = (key: string, heading: string) => ({ key, heading, draft: `${heading}的话`, left_out: false })
const outline = (name: string, label: string) => ({
  name,
  label,
  side: '站点',
  content: { title: `${label}标题`, sections: [section('basic', '基本情况'), section('plan', '下月计划')] },
  original: { title: '', sections: [] },
  changed: false,
  changed_by: '',
  values: [{ code: 'visit.effective', label: '有效走访' }],
})
let outlines: ReturnType<typeof outline>[] = []
let refusal: object | null = null
/** Drafts of this PC, by their key. */
const drafts = new Map<unknown, unknown>()
const call = vi.fn(async (name: string, asked: Record<string, unknown>) => {
  if (name === 'drafts.get') return { draft: drafts.has(asked.key) ? { content: drafts.get(asked.key) } : null }
  if (name === 'drafts.put') return drafts.set(asked.key, JSON.parse(JSON.stringify(asked.content)))
  if (name === 'drafts.discard') return drafts.delete(asked.key)
  if (name === 'reports.outlines') return { outlines: JSON.parse(JSON.stringify(outlines)) as object[] }
  if (refusal) throw refusal
  if (name === 'reports.change_outline') {
    const one = outlines.find((each) => each.name === asked.name)!
    Object.assign(one, { content: asked.content, changed: true, changed_by: '2026-11-30 唐科员' })
  }
  return {}
})
let county = true
vi.mock('@/api/call', () => ({ call: (name: string, asked: Record<string, unknown>) => call(name, asked) }))
vi.mock('@/api/session', async (original) => ({
  ...(await original<object>()),
  atCounty: {
    get value() {
      return county
    },
    __v_isRef: true,
  },
}))

beforeEach(() => {
  call.mockClear()
  outlines = [outline('monthly_brief', '月度工作简报'), outline('quarterly_report', '县季度报告')]
  refusal = null
  county = true
  drafts.clear()
  session.start = { person: { id: 'tang', role: 'county' } } as typeof session.start
})

async function page() {
  const one = mount(ReportOutlinesPage, { global: { stubs: { BackLink: true, ...nativeLists } } })
  await flushPromises()
  return one
}
const title = (one: VueWrapper) => one.find<HTMLInputElement>('[data-test="outline-title"]')
const headings = (one: VueWrapper) =>
  one.findAll<HTMLInputElement>('[aria-label="这一节的标题"]').map((each) => each.element.value)
async function press(one: VueWrapper, words: string, within = '') {
  const all = one.findAll(`${within} button`)
  await all.find((button) => button.text() === words)!.trigger('click')
  await flushPromises()
}
const sent = () => call.mock.calls.filter(([name]) => name === 'reports.change_outline').map(([, asked]) => asked)

it('sends title, order, what is left out and an own section down', async () => {
  const one = await page()
  await title(one).setValue('{station}工作通讯')
  await press(one, '下移', '[data-test="outline-section-basic"]')
  await one.find('[data-test="outline-section-basic"] input[type="checkbox"]').setValue(true)
  await press(one, '加一节')
  const own = one.find('[data-test="outline-section-own-1"]')
  await own.find('[aria-label="这一节的标题"]').setValue('党建引领')
  await own.find('textarea').setValue('走访 {visit.effective} 人次。')
  await press(one, '保存并下发')
  expect(sent()).toEqual([
    {
      name: 'monthly_brief',
      content: {
        title: '{station}工作通讯',
        sections: [
          section('plan', '下月计划'),
          { ...section('basic', '基本情况'), left_out: true },
          { key: 'own-1', heading: '党建引领', draft: '走访 {visit.effective} 人次。', left_out: false },
        ],
      },
    },
  ])
  expect(one.text()).toContain('县级改过：2026-11-30 唐科员')
  expect(headings(one)).toEqual(['下月计划', '基本情况', '党建引领'])
})

it('says why a sentence is refused, with everything still there', async () => {
  const one = await page()
  await title(one).setValue('{station 工作通讯')
  const message = '标题的花括号没有配对'
  refusal = { code: 'invalid', detail: message, fields: [{ field: 'content', message }] }
  await press(one, '保存并下发')
  expect(one.find('[data-test="error-line"]').text()).toContain(message)
  expect(title(one).element.value).toBe('{station 工作通讯')
})

it('keeps what was written on one outline while another is looked at, and when the page is left', async () => {
  const one = await page()
  await title(one).setValue('没写完的标题')
  const choose = async (name: string) => {
    await one.find('select').setValue(name)
    await flushPromises()
  }
  await choose('quarterly_report')
  expect(title(one).element.value).toBe('县季度报告标题')
  await choose('monthly_brief')
  expect(title(one).element.value).toBe('没写完的标题')
  await keepAll()
  one.unmount()
  const again = await page()
  expect(title(again).element.value).toBe('没写完的标题')
  expect(again.find('[data-test="draft-restored"]').exists()).toBe(true)
  await press(again, '保存并下发')
  expect(sent()).toMatchObject([{ name: 'monthly_brief', content: { title: '没写完的标题' } }])
  expect(again.find('[data-test="draft-restored"]').exists() || drafts.size > 0).toBe(false)
})

it('goes back to the outline as it stands', async () => {
  drafts.set('report_outline:monthly_brief', { ...outlines[0]!.content, title: '没写完的标题' })
  const one = await page()
  expect(title(one).element.value).toBe('没写完的标题')
  await one.find('[data-test="draft-drop"]').trigger('click')
  await flushPromises()
  expect(title(one).element.value).toBe('月度工作简报标题')
  expect(drafts.size).toBe(0)
})

it('deletes only sections of the county, and takes all of its change back', async () => {
  outlines[0]!.content.sections.push(section('own-1', '党建引领'))
  outlines[0]!.changed = true
  const one = await page()
  const mayDelete = ['basic', 'plan', 'own-1'].map((key) =>
    one.find(`[data-test="outline-section-${key}"]`).text().includes('删除'),
  )
  expect(mayDelete).toEqual([false, false, true])
  await press(one, '删除', '[data-test="outline-section-own-1"]')
  expect(headings(one)).toEqual(['基本情况', '下月计划'])
  await press(one, '恢复自带的提纲')
  expect(call).toHaveBeenCalledWith('reports.reset_outline', { name: 'monthly_brief' })
})

it('is only read at a station', async () => {
  county = false
  const one = await page()
  expect(title(one).element.disabled).toBe(true)
  expect(one.find('[data-test="outline-save"]').exists() || one.find('[data-test="outline-add"]').exists()).toBe(false)
})
