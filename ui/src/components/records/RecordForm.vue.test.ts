// A form on the page: what stands in it, where errors stand, keys, drafts, what it says when it is saved.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, onBeforeUnmount } from 'vue'
import { forgetDictionary, loadDictionary } from '@/api/dictionary'
import { CallError } from '@/api/errors'
import { session } from '@/api/session'
import { said, say } from '@/components/frame/statusLine'
import { forgetPapers } from './paperList'
import { printAsked } from './printing'
import { photosOfRecord, photosToCome } from './photosOfRecord'
import RecordForm from './RecordForm.vue'
import { reportAsked } from './reporting'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<{ name: string; request: Record<string, unknown> }> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: Record<string, unknown>) => {
    asked.push({ name, request: JSON.parse(JSON.stringify(request)) })
    return answers[name]?.(request as never) ?? Promise.resolve({})
  },
}))
const last = (name: string) => asked.filter((one) => one.name === name).pop()?.request

const field = (name: string, label: string, extra = {}) => ({ name, label, kind: 'text', section: 'main', ...extra })
const dictionary = {
  kinds: [
    {
      name: 'equipment',
      label: '设备',
      sections: [{ name: 'main', label: '设备' }],
      fields: [field('name', '名称', { required: true }), field('place', '放在哪里')],
    },
  ],
  codes: [],
}
const onFile = (extra = {}) => ({
  kind: 'equipment',
  id: 'e1',
  fields: { name: '打印机', place: '一楼' },
  masked: [],
  refs: {},
  labels: {},
  conflicted: [],
  editable: true,
  state: 'saved',
  provisional: false,
  ...extra,
})

async function open(props: Record<string, unknown> = {}, provide = {}) {
  const part = mount(RecordForm, {
    attachTo: document.body,
    props: { kind: 'equipment', ...props },
    global: { provide },
  })
  await flushPromises()
  const input = (name: string) => part.find<HTMLInputElement>(`[data-field="${name}"] input`)
  const key = async (name: string, options: object) => {
    await input(name).trigger('keydown', options)
    await flushPromises()
  }
  return { part, input, key }
}

beforeEach(async () => {
  asked.length = 0
  for (const name of Object.keys(answers)) delete answers[name]
  answers['dictionary.get'] = async () => dictionary
  answers['records.list'] = async () => ({ rows: [], total: 0 })
  answers['service_items.in_use'] = async () => ({ items: [] })
  answers['papers.list'] = async () => []
  answers['drafts.get'] = async () => ({ draft: null })
  answers['records.get'] = async () => onFile()
  answers['records.check'] = async () => ({ findings: [], derived: {} })
  session.start = { person: { id: 'w1' } } as typeof session.start
  said.text = ''
  forgetDictionary()
  await loadDictionary()
})
afterEach(() => void (document.body.innerHTML = ''))

describe('the papers of a record on a register', () => {
  const papers = [
    { name: 'equipment', title: '设备登记表', kind: 'equipment', of_station: false, rows: null },
    { name: 'equipment_letter', title: '移交函', kind: 'equipment', of_station: false, rows: null },
    { name: 'visit', title: '走访记录表', kind: 'visit', of_station: false, rows: null },
  ]

  it('the others stand beside its own once it is on file', async () => {
    answers['papers.list'] = async () => papers
    const page = { on: 'office', tab: 'equipment', columns: [] }
    answers['dictionary.get'] = async () => ({ ...dictionary, kinds: [{ ...dictionary.kinds[0], page }] })
    forgetDictionary()
    await loadDictionary()
    forgetPapers()
    const { part } = await open({ id: 'e1' })
    expect(part.find('[data-test="record-print-visit"]').exists()).toBe(false)
    await part.get('[data-test="record-print-equipment-letter"]').trigger('click')
    expect(printAsked.papers).toEqual([{ paper: 'equipment_letter', record: 'e1' }])
    const fresh = await open()
    expect(fresh.part.find('[data-test="record-print-equipment-letter"]').exists()).toBe(false)
    forgetPapers()
  })
})

describe('a returned record', () => {
  const returned = {
    annotation: 'a1',
    target: { kind: 'equipment', id: 'e1' },
    text: '请写明放在哪里',
    who: '唐敏',
    by_county: true,
    at_ms: 1_795_399_200_000,
  }

  it('says what was asked, stays open to be mended, and is silent once it is saved', async () => {
    answers['records.get'] = async () => onFile({ returned: [returned] })
    answers['records.save'] = async () => ({ record: onFile({ returned: [] }), findings: [] })
    const { part, input } = await open({ id: 'e1' })
    expect(part.find('[data-test="returned-notice"]').text()).toContain('县里退回：请写明放在哪里')
    expect(input('place').element.disabled).toBe(false)
    await input('place').setValue('二楼')
    await part.find('[data-test="equipment-save"]').trigger('click')
    await flushPromises()
    expect(part.find('[data-test="returned-notice"]').exists()).toBe(false)
  })

  it('of any kind is sent back by the county from its form, and nobody else', async () => {
    session.start = { person: { id: 'o1' }, place: { side: 'county' } } as typeof session.start
    answers['records.get'] = async () => onFile({ editable: false })
    const { part } = await open({ id: 'e1' })
    expect(part.find('[data-test="annotate"]').exists()).toBe(true)
    session.start = { person: { id: 'w1' }, place: { side: 'station' } } as typeof session.start
    answers['records.get'] = async () => onFile()
    expect((await open({ id: 'e1' })).part.find('[data-test="annotate"]').exists()).toBe(false)
  })
})

describe('filling a form', () => {
  it('shows the fields of the dictionary with what is on file', async () => {
    const { part, input } = await open({ id: 'e1' })
    expect(part.findAll('.label').map((one) => one.text())).toEqual(['名称*', '放在哪里'])
    expect(input('name').element.value).toBe('打印机')
  })

  it('goes to the next field with Enter', async () => {
    const { input, key } = await open()
    input('name').element.focus()
    await key('name', { key: 'Enter' })
    expect(document.activeElement).toBe(input('place').element)
  })

  it('leaves Enter to whoever is composing Chinese', async () => {
    const { input, key } = await open()
    input('name').element.focus()
    await key('name', { key: 'Enter', isComposing: true })
    expect(document.activeElement).toBe(input('name').element)
  })

  it('says that it goes on where it was left, and can forget that', async () => {
    answers['drafts.get'] = async () => ({ draft: { content: { name: '投影仪' } } })
    const { part, input } = await open()
    expect(input('name').element.value).toBe('投影仪')
    await part.find('[data-test="draft-drop"]').trigger('click')
    await flushPromises()
    expect(input('name').element.value).toBe('')
    expect(part.find('[data-test="draft-restored"]').exists()).toBe(false)
  })

  it('puts away what was typed when it is closed', async () => {
    const { part, input } = await open()
    await input('name').setValue('投影仪')
    part.unmount()
    await flushPromises()
    expect(last('drafts.put')).toMatchObject({ key: 'equipment:new', content: { name: '投影仪' } })
  })
})

describe('saving a form', () => {
  it('with Ctrl+Enter says so in the foot and tells the page', async () => {
    answers['records.save'] = async () => ({ record: onFile(), findings: [] })
    const { part, input, key } = await open()
    await input('name').setValue('打印机')
    await key('name', { key: 'Enter', ctrlKey: true })
    expect(last('records.save')).toMatchObject({ kind: 'equipment', fields: { name: '打印机' } })
    expect(said.text).toBe('已保存 · 待发送')
    expect(part.emitted('saved')).toHaveLength(1)
  })

  it('says at its foot what was said of its record, and a new one says nothing of others', async () => {
    say('已保存 · 待发送')
    const unsaved = await open()
    expect(unsaved.part.find('.foot').text()).not.toContain('待发送')
    const { part } = await open({ id: 'e1' })
    expect(part.find('.foot').text()).not.toContain('待发送')
    say('已保存 · 待发送', 'plain', null, { kind: 'equipment', id: 'e1' })
    await flushPromises()
    expect(part.find('.foot').text()).toContain('待发送')
    expect(unsaved.part.find('.foot').text()).not.toContain('待发送')
  })

  it('that is refused says what is wrong at the field, puts the cursor there and keeps what was typed', async () => {
    const wrong = { field: 'place', message: '请填放在哪里', level: 'error' as const }
    answers['records.save'] = () => Promise.reject(new CallError('invalid', '', [wrong]))
    const { part, input, key } = await open()
    await input('name').setValue('打印机')
    await key('name', { key: 'Enter', ctrlKey: true })
    expect(part.find('[data-test="finding-place"]').text()).toBe('请填放在哪里')
    expect(document.activeElement).toBe(input('place').element)
    expect(input('name').element.value).toBe('打印机')
  })

  it('that is refused unfolds what the field stands under', async () => {
    const wrong = { field: 'place', message: '请填放在哪里', level: 'error' as const }
    answers['records.save'] = () => Promise.reject(new CallError('invalid', '', [wrong]))
    dictionary.kinds[0]!.sections.push({ name: 'where', label: '地点' })
    dictionary.kinds[0]!.fields[1]!.section = 'where'
    const { part, input, key } = await open()
    const fold = part.find<HTMLDetailsElement>('[data-test="section-where"] details').element
    fold.open = false
    await key('name', { key: 'Enter', ctrlKey: true })
    expect(fold.open).toBe(true)
    expect(document.activeElement).toBe(input('place').element)
    dictionary.kinds[0]!.sections.pop()
    dictionary.kinds[0]!.fields[1]!.section = 'main'
  })

  it('that is refused shows the field even where the page leaves it out', async () => {
    const wrong = { field: 'place', message: '请填放在哪里', level: 'error' as const }
    answers['records.save'] = () => Promise.reject(new CallError('invalid', '', [wrong]))
    const { part, input, key } = await open({ only: ['name'] })
    expect(input('place').exists()).toBe(false)
    await key('name', { key: 'Enter', ctrlKey: true })
    expect(part.find('[data-test="finding-place"]').text()).toBe('请填放在哪里')
    expect(document.activeElement).toBe(input('place').element)
  })

  it('of somebody who may not change it offers no button', async () => {
    answers['records.get'] = async () => onFile({ editable: false })
    const { part } = await open({ id: 'e1' })
    expect(part.find('[data-test="equipment-save"]').exists()).toBe(false)
  })

  it('that cannot be opened says why', async () => {
    answers['records.get'] = () => Promise.reject(new CallError('not_found', ''))
    const { part } = await open({ id: 'e1' })
    expect(part.text()).toContain('找不到这条记录')
  })
})

describe('the photos of a record', () => {
  const Photos = defineComponent({ props: ['kind', 'id'], template: '<p data-test="photos">{{ kind }} {{ id }}</p>' })

  it('are shown on request by the panel that the frame hands down', async () => {
    const { part } = await open({ id: 'e1' }, { [photosOfRecord as symbol]: Photos })
    await part.find('[data-test="record-photos-open"]').trigger('click')
    expect(part.find('[data-test="photos"]').text()).toBe('equipment e1')
  })

  it('are chosen for a new record before it exists and kept with it the moment it is saved', async () => {
    const kept: string[] = []
    const ToCome = defineComponent({
      props: ['kind'],
      setup: (_, { expose }) => expose({ saveFor: async (id: string) => void kept.push(id) }),
      template: '<p data-test="to-come">{{ kind }}</p>',
    })
    answers['records.save'] = async () => ({ record: onFile(), findings: [] })
    const { part, input, key } = await open({}, { [photosToCome as symbol]: ToCome })
    await part.find('[data-test="record-photos-add"]').trigger('click')
    expect(part.find('[data-test="to-come"]').text()).toBe('equipment')
    await input('name').setValue('打印机')
    await key('name', { key: 'Enter', ctrlKey: true })
    expect(kept).toEqual(['e1'])
    expect(part.emitted('saved')).toHaveLength(1)
  })

  it('that were not put in are said together with the saving, which does not hide them', async () => {
    const ToCome = defineComponent({
      setup: (_, { expose }) => expose({ saveFor: async () => '照片没有放进去：磁盘满了。' }),
      template: '<p />',
    })
    answers['records.save'] = async () => ({ record: onFile(), findings: [] })
    const { part, input, key } = await open({}, { [photosToCome as symbol]: ToCome })
    await part.find('[data-test="record-photos-add"]').trigger('click')
    await input('name').setValue('打印机')
    await key('name', { key: 'Enter', ctrlKey: true })
    expect([said.text, said.tone]).toEqual(['已保存 · 待发送　照片没有放进去：磁盘满了。', 'error'])
    expect(part.emitted('saved')).toHaveLength(1)
  })

  it('that were chosen outlast folding 照片 away', async () => {
    const gone = vi.fn()
    const kept: string[] = []
    const ToCome = defineComponent({
      setup: (_, { expose }) => (onBeforeUnmount(gone), expose({ saveFor: async (id: string) => (kept.push(id), '') })),
      template: '<p data-test="to-come" />',
    })
    answers['records.save'] = async () => ({ record: onFile(), findings: [] })
    const { part, input, key } = await open({}, { [photosToCome as symbol]: ToCome })
    const fold = part.find('[data-test="record-photos-add"]')
    expect(part.find('[data-test="to-come"]').exists()).toBe(false)
    await fold.trigger('click')
    await fold.trigger('click')
    expect(part.find('[data-test="to-come"]').isVisible()).toBe(false)
    expect(gone).not.toHaveBeenCalled()
    await input('name').setValue('打印机')
    await key('name', { key: 'Enter', ctrlKey: true })
    expect(kept).toEqual(['e1'])
  })

  it('have no button where the page shows them in a place of their own', async () => {
    const { part } = await open({ id: 'e1', photosApart: true }, { [photosOfRecord as symbol]: Photos })
    expect(part.find('[data-test="record-photos-open"]').exists()).toBe(false)
  })
})

describe('harm to a child that comes to light in a record', () => {
  const withReport = () => ({
    ...dictionary,
    kinds: [
      ...dictionary.kinds,
      {
        name: 'mandatory_report',
        label: '强制报告',
        sections: [],
        fields: [field('equipment', '发现于', { kind: 'reference', refers: 'equipment' })],
      },
    ],
  })

  beforeEach(async () => {
    reportAsked.open = false
    answers['dictionary.get'] = async () => withReport()
    forgetDictionary()
    await loadDictionary()
  })

  it('is reported from a new one, which is kept first so that the report can name it', async () => {
    answers['records.save'] = async () => ({ record: onFile({ provisional: true }), findings: [] })
    const { part, input } = await open()
    await input('name').setValue('听说孩子被打')
    await part.find('[data-test="record-report"]').trigger('click')
    await flushPromises()
    expect(last('records.save')).toMatchObject({ kind: 'equipment', provisional: true })
    expect(reportAsked).toMatchObject({ open: true, opening: { from: { kind: 'equipment', id: 'e1' } } })
  })

  it('is reported although the record itself cannot be kept', async () => {
    answers['records.save'] = () => Promise.reject(new CallError('disk_full', ''))
    const { part } = await open()
    await part.find('[data-test="record-report"]').trigger('click')
    await flushPromises()
    expect(reportAsked.open).toBe(true)
  })

  it('is asked of no record that a report cannot name', async () => {
    answers['dictionary.get'] = async () => dictionary
    forgetDictionary()
    await loadDictionary()
    expect((await open()).part.find('[data-test="record-report"]').exists()).toBe(false)
  })
})
