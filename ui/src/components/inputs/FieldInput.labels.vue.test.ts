// The label of a field: for every type of the dictionary it is the name of its input, and a click on it goes there.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetDictionary, loadDictionary } from '@/api/dictionary'
import FieldInput from './FieldInput.vue'

const few = [{ code: 'a', label: '甲' }].concat({ code: 'b', label: '乙' })
const many = Array.from({ length: 40 }, (_, at) => ({ code: `c${at}`, label: `第${at}个很长的选项` }))
vi.mock('@/api/call', () => ({
  call: async (name: string) =>
    name === 'dictionary.get'
      ? {
          kinds: [],
          codes: [['few', few] as const, ['many', many] as const].map(([n, codes]) => ({ name: n, entries: codes })),
        }
      : { rows: [], total: 0, items: [], found: [], villages: [] },
}))

/** Every type of the dictionary, and what it becomes: a field of the browser, or choices. */
const TYPES = [
  ['text', {}, 'input'],
  ['text', { name: 'village' }, 'input'],
  ['long_text', {}, 'textarea'],
  ['integer', {}, 'input'],
  ['integer', { unit: 'hours' }, 'input'],
  ['money', {}, 'input'],
  ['date', {}, 'input'],
  ['time', {}, 'input'],
  ['reference', { refers: 'recipient' }, 'input'],
  ['code', { codes: 'many' }, 'input'],
  ['codes', { codes: 'many' }, 'input'],
  ['code', { codes: 'few' }, 'choices'],
  ['codes', { codes: 'few' }, 'choices'],
] as const

beforeEach(async () => {
  forgetDictionary()
  await loadDictionary()
})
afterEach(() => void (document.body.innerHTML = ''))

describe.each(TYPES)('the label of a field of type %s %o', (kind, extra, becomes) => {
  it('is the name of its input and leads there', async () => {
    const part = mount(FieldInput, {
      props: { field: { name: 'thing', label: '东西', kind, section: 'main', ...extra } as never, modelValue: null },
      attachTo: document.body,
      // The list of a select, put in place instead, draws itself for ever.
      global: { stubs: { teleport: false } },
    })
    await flushPromises()
    const label = part.find('label').element
    const target = document.getElementById(label.htmlFor)!
    expect(target).not.toBeNull()
    if (becomes === 'choices') {
      expect(target.getAttribute('aria-label')).toBe('东西')
      label.click()
      expect(document.activeElement).toBe(target.querySelector('button'))
    } else {
      expect(target.tagName.toLowerCase()).toBe(becomes)
      expect((target as HTMLInputElement).type).not.toBe('hidden')
    }
    part.unmount()
  })
})
