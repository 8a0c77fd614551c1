// A form of a superior office: a file that is none says why, what goes where is pointed at, kept over a newer file, and
// sent; what is refused leaves everything as it was typed.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { keepAll } from '@/forms/draftKeeper'
import { session } from '@/api/session'
import { nativeLists } from '@/components/inputs/nativeLists'
import FormPage from './FormPage.vue'

const figure = (code: string) => ({ is: 'figure' as const, code, over: 'period' as const })
const sources = {
  figures: [
    { code: 'visit.effective', label: '有效走访' },
    { code: 'service.persons', label: '服务人数' },
  ],
  words: [{ code: 'unit', label: '填报单位' }],
  ledgers: [{ name: 'visits', label: '走访台账', columns: [{ code: 'date', label: '走访日期' }] }],
}
const cell = (row: number, column: number, text: string) => ({
  row,
  column,
  row_span: 1,
  column_span: 1,
  text,
  formula: false,
})
const sheet = (name: string) => ({
  name,
  rows: 2,
  columns: 3,
  protected: false,
  cells: [cell(1, 1, '乡镇社工站月报表'), cell(2, 1, '走访')],
})
const workbook = { word: false, sheets: [sheet('月报表'), sheet('附表')], placeholders: [] as object[] }
const word = {
  word: true,
  sheets: [],
  placeholders: [
    { name: '本月走访', guess: figure('visit.effective') },
    { name: '领导意见', guess: null },
  ],
}
const opened = {
  form: { name: '市局月报', each: 'month', for_stations: true, active: true, file_name: '市局月报.xlsx' },
  shape: workbook,
  mapping: { cells: [{ sheet: '月报表', cell: 'B2', source: figure('visit.effective') }], lists: [], words: [] },
}
let shape: object = workbook
let refusal: object | null = null
/** The draft of this PC. */
let draft: { content: unknown } | null = null
const call = vi.fn(async (name: string, asked: object) => {
  if (name === 'drafts.get') return { draft }
  if (name === 'drafts.put') return (draft = JSON.parse(JSON.stringify(asked)) as typeof draft)
  if (name === 'drafts.discard') return (draft = null)
  if (name === 'county_forms.sources') return sources
  if (name === 'county_forms.open') return JSON.parse(JSON.stringify(opened)) as object
  if (refusal) throw refusal
  return name === 'county_forms.read' ? shape : {}
})
const push = vi.fn()
let picked = { name: '市局月报.xlsx', base64: 'UEs=' }
vi.mock('@/api/call', () => ({ call: (name: string, asked: object) => call(name, asked) }))
vi.mock('@/api/files', () => ({ pickFiles: async () => [picked] }))
vi.mock('vue-router', () => ({ useRouter: () => ({ push }) }))

beforeEach(() => {
  call.mockClear()
  push.mockClear()
  shape = workbook
  refusal = draft = null
  session.start = { person: { id: 'tang', role: 'county' } } as typeof session.start
  picked = { name: '市局月报.xlsx', base64: 'UEs=' }
})

async function page(id: string) {
  const one = mount(FormPage, { props: { id }, global: { stubs: { BackLink: true, ...nativeLists } } })
  await flushPromises()
  return one
}
async function press(one: VueWrapper, test: string) {
  await one.find(`[data-test="${test}"]`).trigger('click')
  await flushPromises()
}
/** Chooses in the list of that name. */
async function choose(one: VueWrapper, label: string, value: string) {
  await one.find(`select[aria-label="${label}"]`).setValue(value)
  await flushPromises()
}
const sent = () => call.mock.calls.find(([name]) => name === 'county_forms.save')?.[1]
const wrong = (one: VueWrapper) =>
  one.findAll('[role="alert"] span, [data-test="form-wrong"]').map((each) => each.text())
const refused = (...messages: string[]) => ({
  code: 'invalid',
  detail: messages[0],
  fields: messages.map((message) => ({ field: 'mapping', message })),
})

it('says why a file is no form, and takes the next one', async () => {
  const one = await page('new')
  expect(one.find('[data-test="form-save"]').attributes('disabled')).toBeDefined()
  refusal = refused('这个文件不是 Excel 工作簿')
  await press(one, 'form-file')
  expect(wrong(one)).toEqual(['这个文件不是 Excel 工作簿'])
  expect(one.find('[data-test="form-grid"]').exists()).toBe(false)
  refusal = null
  await press(one, 'form-file')
  expect(wrong(one)).toEqual([])
  expect(one.find('[data-test="form-grid"]').exists()).toBe(true)
})

it('sends the file with what was pointed at on each sheet', async () => {
  const one = await page('new')
  await press(one, 'form-file')
  await press(one, 'cell-B2')
  await choose(one, '填什么', 'period:visit.effective')
  expect(one.find('[data-test="cell-B2"]').text()).toBe('本期 · 有效走访')
  await choose(one, '工作表', '附表')
  expect(one.find('[data-test="cell-B2"]').text()).toBe('')
  await press(one, 'cell-C1')
  await choose(one, '填什么', 'word:unit')
  await press(one, 'form-save')
  expect(sent()).toMatchObject({
    id: undefined,
    name: '市局月报',
    file: picked,
    mapping: {
      cells: [
        { sheet: '月报表', cell: 'B2', source: figure('visit.effective') },
        { sheet: '附表', cell: 'C1', source: { is: 'word', word: 'unit' } },
      ],
    },
  })
  expect(push).toHaveBeenCalledWith('/forms')
})

it('keeps what goes where when a newer file comes, and does not send an old file again', async () => {
  const one = await page('f')
  expect(one.find('[data-test="cell-B2"]').text()).toBe('本期 · 有效走访')
  await press(one, 'cell-B2')
  await choose(one, '填什么', 'period:service.persons')
  await press(one, 'form-save')
  expect(sent()).toMatchObject({ id: 'f', file: undefined })
  call.mockClear()
  await press(one, 'form-file')
  expect(one.find('[data-test="cell-B2"]').text()).toBe('本期 · 服务人数')
  await press(one, 'form-save')
  const cells = [{ sheet: '月报表', cell: 'B2', source: figure('service.persons') }]
  expect(sent()).toMatchObject({ id: 'f', file: picked, mapping: { cells } })
})

it('stays as it is when saving is refused, and says each thing that is wrong', async () => {
  const one = await page('f')
  refusal = refused('月报表没有 Z9 这一格', '附表的公式格不能填')
  await press(one, 'form-save')
  expect(wrong(one)).toEqual(['月报表没有 Z9 这一格', '附表的公式格不能填'])
  expect(one.find('[data-test="cell-B2"]').text()).toBe('本期 · 有效走访')
  expect(push).not.toHaveBeenCalled()
})

it('takes a cell out again', async () => {
  const one = await page('f')
  await press(one, 'cell-B2')
  await choose(one, '填什么', '')
  await press(one, 'form-save')
  expect(sent()).toMatchObject({ mapping: { cells: [] } })
})

it('begins the words of a letter with what they most likely mean, and keeps what was chosen', async () => {
  picked = { name: '通报.docx', base64: 'UEs=' }
  shape = word
  const one = await page('new')
  await press(one, 'form-file')
  expect(one.findAll('[data-test="form-placeholder"]')).toHaveLength(2)
  await choose(one, '本月走访', 'year_to_date:visit.effective')
  await press(one, 'form-file')
  await press(one, 'form-save')
  expect(sent()).toMatchObject({
    mapping: { words: [{ name: '本月走访', source: { ...figure('visit.effective'), over: 'year_to_date' } }] },
  })
})

it('fills a ledger from the row that was pointed at', async () => {
  const one = await page('f')
  await press(one, 'cell-A2')
  await press(one, 'form-add-list')
  await choose(one, '台账', 'visits')
  await choose(one, 'A 列', 'date')
  await press(one, 'form-save')
  const list = { sheet: '月报表', first_row: 2, ledger: 'visits', columns: [{ column: 'A', of: 'date' }] }
  expect(sent()).toMatchObject({ mapping: { lists: [list] } })
  call.mockClear()
  await press(one, 'list-remove')
  await press(one, 'form-save')
  expect(sent()).toMatchObject({ mapping: { lists: [] } })
})

it('keeps what was pointed at when the page is left unsaved, and lets go of it when asked', async () => {
  const one = await page('new')
  await press(one, 'form-file')
  await press(one, 'cell-B2')
  await choose(one, '填什么', 'word:unit')
  await keepAll()
  one.unmount()
  const again = await page('new')
  expect(again.find('[data-test="draft-restored"]').exists()).toBe(true)
  expect(again.find('[data-test="cell-B2"]').text()).toBe('填报单位')
  await press(again, 'form-save')
  expect(sent()).toMatchObject({ file: picked, mapping: { cells: [{ cell: 'B2' }] } })
  expect(draft).toBeNull()
  const left = { ...opened.form, forStations: true, file: null, mapping: { cells: [], lists: [], words: [] } }
  draft = { content: left }
  const third = await page('f')
  expect(third.find('[data-test="cell-B2"]').text()).toBe('')
  await press(third, 'draft-drop')
  expect(third.find('[data-test="cell-B2"]').text()).toBe('本期 · 有效走访')
  expect(third.find('[data-test="draft-restored"]').exists() || draft !== null).toBe(false)
})
