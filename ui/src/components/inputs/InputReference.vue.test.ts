// Finding a person for a field: namesakes told apart, nobody found said, and a new one registered without leaving.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Field } from '@/api/types'
import InputReference from './InputReference.vue'
import { newPerson } from './newPerson'

const found: Record<string, Array<{ id: string; title: string; detail: string }>> = {
  wgh: [
    { id: 'r1', title: '王桂花', detail: '女 · 74 岁 · 荷叶塘村3组 · 尾号 4029' },
    { id: 'r2', title: '王桂花', detail: '女 · 61 岁 · 新河村1组 · 尾号 0026' },
  ],
}
vi.mock('@/api/call', () => ({
  call: (_: string, { text }: { text: string }) => Promise.resolve({ found: found[text] ?? [] }),
}))

/** Stands for the dialog that registers: says what it was handed, and that somebody is registered. */
const registrar = defineComponent({
  props: { typed: { type: String, required: true } },
  emits: ['registered', 'close'],
  setup: (props, { emit }) => {
    return () => h('button', { id: 'registrar', onClick: () => emit('registered', 'r9', '石大山') }, props.typed)
  },
})

function open(refers = 'recipient') {
  const part = mount(InputReference, {
    attachTo: document.body,
    // The list of a select stands beside the page; a stub of the teleport would turn it in circles.
    global: { stubs: { teleport: false, transition: true }, provide: { [newPerson as symbol]: registrar } },
    props: {
      field: { name: 'recipient', label: '服务对象', kind: 'reference', refers } as unknown as Field,
      modelValue: null,
      'onUpdate:modelValue': (modelValue: unknown) => part.setProps({ modelValue } as never),
    },
  })
  const type = async (text: string) => {
    await part.find('input').trigger('focus')
    await part.find('input').setValue(text)
    await vi.waitFor(() => expect(shown().length).toBeGreaterThan(0))
    await flushPromises()
  }
  return { part, type }
}

const shown = () => Array.from(document.querySelectorAll<HTMLElement>('.el-select-dropdown__item'))
const words = () => shown().map((one) => one.textContent?.trim())
const click = async (test: string) => {
  document.querySelector<HTMLElement>(`[data-test="${test}"]`)!.click()
  await flushPromises()
}

beforeEach(() => {
  document.body.innerHTML = ''
})

describe('looking for a person', () => {
  it('tells namesakes apart and offers to register another', async () => {
    const { type } = open()
    await type('wgh')
    expect(words()).toEqual([
      '王桂花 女 · 74 岁 · 荷叶塘村3组 · 尾号 4029',
      '王桂花 女 · 61 岁 · 新河村1组 · 尾号 0026',
      '都不是，登记“wgh”为新服务对象',
    ])
  })

  it('says that nobody was found, and takes whoever is registered then', async () => {
    const { part, type } = open()
    await type('石大山')
    expect(words()).toEqual(['没有找到“石大山”', '登记“石大山”为新服务对象'])
    await click('register-new-person')
    expect(part.props('modelValue')).toBeNull()
    expect(document.querySelector('#registrar')?.textContent).toBe('石大山')
    document.querySelector<HTMLElement>('#registrar')!.click()
    await flushPromises()
    expect(part.props('modelValue')).toBe('r9')
    expect(part.text()).toContain('石大山')
    expect(document.querySelector('#registrar')).toBeNull()
  })

  it('registers nobody where another kind of record is looked for', async () => {
    const { part } = open('household')
    await part.find('input').trigger('focus')
    await part.find('input').setValue('石大山')
    await flushPromises()
    expect(document.querySelector('[data-test="register-new-person"]')).toBeNull()
  })
})
