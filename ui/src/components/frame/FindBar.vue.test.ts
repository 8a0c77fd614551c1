// The search behind Ctrl+K: people, other records and pages by what is typed, chosen and opened by keyboard.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetDictionary, loadDictionary } from '@/api/dictionary'
import { session } from '@/api/session'
import FindBar from './FindBar.vue'

const people = [
  { kind: 'recipient', id: 'r1', title: '张秀英', detail: '石桥村', kind_label: '服务对象' },
  { kind: 'case', id: 'c1', title: '张秀英 个案', detail: '', kind_label: '个案' },
]
const opens = (record: string) => ({ opens: { record, new: null, alone: null } })
const KINDS = [
  { name: 'case', ...opens('/cases/{id}') },
  { name: 'recipient', ...opens('/recipients/{id}') },
  { name: 'consent', ...opens('/recipients/{recipient}') },
  { name: 'premises_room', page: { on: 'office', tab: 'premises_rooms' } },
  { name: 'intake', parent: 'case' },
].map((kind) => ({ parent: null, fields: [], opens: null, page: null, ...kind }))
const find = vi.fn(async (_: string) => ({ found: people }))
const kindsAsked = vi.fn()
vi.mock('@/api/call', () => ({
  call: async (name: string, request: { text: string; kinds: string[] }) => {
    if (name === 'dictionary.get') return { kinds: KINDS, codes: [] }
    if (name === 'service_items.in_use') return { items: [] }
    if (name === 'phrases.list') return { places: [] }
    if (name === 'search.recent') return { found: [people[0]] }
    kindsAsked(request.kinds)
    return await find(request.text)
  },
}))
const push = vi.fn()
vi.mock('vue-router', () => ({ useRouter: () => ({ push }) }))

const parts: Array<{ unmount: () => void }> = []
async function open() {
  const part = mount(FindBar, {
    attachTo: document.body,
    props: {
      modelValue: true,
      'onUpdate:modelValue': (modelValue: boolean | undefined) => part.setProps({ modelValue }),
    },
  })
  parts.push(part)
  const press = (key: string) => part.find('[data-test="find-bar"]').trigger('keydown', { key })
  const type = async (text: string) => {
    await part.find('input').setValue(text)
    await vi.advanceTimersByTimeAsync(100)
    await flushPromises()
  }
  return { part, press, type, hits: () => part.findAll('[data-test="find-hit"]').map((one) => one.text()) }
}

beforeEach(async () => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  forgetDictionary()
  await loadDictionary()
  HTMLDialogElement.prototype.showModal = vi.fn()
  session.start = { stage: 'open', place: { side: 'station' } } as typeof session.start
})
afterEach(() => {
  vi.useRealTimers()
  parts.forEach((one) => one.unmount())
  parts.length = 0
})

describe('finding', () => {
  it('lists people and cases, and asks once for what was typed in one go', async () => {
    const { part, type, hits } = await open()
    await part.find('input').setValue('z')
    await type('zxy')
    expect(find.mock.calls).toEqual([['zxy']])
    expect(hits()[0]).toContain('张秀英')
  })

  it('goes down with the arrow and opens with Enter', async () => {
    const { press, type } = await open()
    await type('zxy')
    await press('ArrowDown')
    await press('Enter')
    await flushPromises()
    expect(push).toHaveBeenCalledWith('/cases/c1')
  })

  it('looks for every kind that the dictionary gives a page of its own, and opens it there', async () => {
    find.mockResolvedValueOnce({
      found: [{ kind: 'premises_room', id: 'p1', title: '二楼个案室', detail: '', kind_label: '场所' }],
    })
    const { press, type } = await open()
    await type('个案室')
    expect(kindsAsked).toHaveBeenCalledWith(['case', 'recipient', 'premises_room'])
    await press('Enter')
    await flushPromises()
    expect(push).toHaveBeenCalledWith('/office?tab=premises_rooms&open=p1')
  })

  it('puts people before everything else', async () => {
    find.mockResolvedValueOnce({ found: [people[1]!, people[0]!] })
    const { type, hits } = await open()
    await type('zxy')
    expect(hits().map((one) => one.includes('服务对象'))).toEqual([true, false])
  })

  it('finds a page by its initials, but none that belongs to the county', async () => {
    find.mockResolvedValueOnce({ found: [] })
    const { type, hits } = await open()
    await type('cs')
    expect(hits()).toEqual([])
    await type('zf')
    expect(hits().join()).toContain('走访')
  })

  it('shows whom one opened last before anything is typed', async () => {
    const { part, press, hits } = await open()
    await part.setProps({ modelValue: false })
    await part.setProps({ modelValue: true })
    await flushPromises()
    expect(part.find('[data-test="find-recent"]').text()).toBe('最近打开的人')
    expect(hits()).toHaveLength(1)
    await press('Enter')
    await flushPromises()
    expect(push).toHaveBeenCalledWith('/recipients/r1')
  })

  it('closes with Esc', async () => {
    const { part, press } = await open()
    await press('Escape')
    expect(part.find('dialog').exists()).toBe(false)
  })

  it('that finds nothing says what else to try', async () => {
    find.mockResolvedValueOnce({ found: [] })
    const { part, type } = await open()
    await type('没有的人')
    expect(part.text()).toContain('没有找到')
  })

  it('shows nothing of an answer that comes after a later question', async () => {
    const { type, hits } = await open()
    let late: (answer: { found: typeof people }) => void = () => undefined
    find.mockImplementationOnce(() => new Promise((done) => (late = done)))
    await type('zxy')
    find.mockResolvedValueOnce({ found: [people[1]!] })
    await type('zxyga')
    late({ found: people })
    await flushPromises()
    expect(hits()).toHaveLength(1)
  })
})
