// One field: what is pasted stays whole however long it is, and phrases are put behind what stands there.
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { Field } from '@/api/types'
import FieldInput from './FieldInput.vue'

const phone = { name: 'phone', label: '联系电话', kind: 'text', section: 'main', max: 20 } as Field

function open(props: Record<string, unknown>) {
  const part = mount(FieldInput, {
    attachTo: document.body,
    props: {
      field: phone,
      modelValue: '',
      'onUpdate:modelValue': (now: unknown) => part.setProps({ modelValue: now }),
      ...props,
    },
  })
  return part
}

describe('a text longer than its field takes', () => {
  it('is not cut, and says so at once', async () => {
    const part = open({})
    const input = part.find('input')
    expect(input.attributes('maxlength')).toBeUndefined()
    await input.setValue('12000002301、12000002302')
    expect(part.props('modelValue')).toBe('12000002301、12000002302')
    expect(part.find('[data-test="too-long-phone"]').text()).toBe('“联系电话”最多 20 字，现有 23 字，请精简')
    await input.setValue('12000002301')
    expect(part.find('[data-test="too-long-phone"]').exists()).toBe(false)
  })

  it('is counted in characters, rare ones too', async () => {
    const part = open({ modelValue: '𠮷'.repeat(20) })
    expect(part.find('[data-test="too-long-phone"]').exists()).toBe(false)
  })
})

describe('phrases', () => {
  const found = { name: 'observation_text', label: '主要情况', kind: 'long_text', section: 'main' } as Field

  it('are put behind what is typed, each once, and replace nothing', async () => {
    const part = open({ field: found, phrases: ['按时服药。', '情绪平稳。'], modelValue: '腿脚不便。' })
    await part.find('[data-test="phrases-observation_text"]').trigger('click')
    const choices = part.findAll('[data-test="phrase-observation_text"]')
    await choices[1]!.trigger('click')
    await choices[1]!.trigger('click')
    expect(part.props('modelValue')).toBe('腿脚不便。\n情绪平稳。')
  })

  it('are opened by Alt+↓ in the field, and are no stop for Tab', async () => {
    const part = open({ field: found, phrases: ['按时服药。'] })
    expect(part.find('[data-test="phrases-observation_text"]').attributes('tabindex')).toBe('-1')
    await part.find('textarea').trigger('keydown', { key: 'ArrowDown', altKey: true })
    await nextTick()
    expect(document.activeElement?.textContent).toContain('按时服药。')
  })

  it('are not offered where nothing may be typed', () => {
    expect(
      open({ field: found, phrases: ['按时服药。'], disabled: true })
        .find('[data-test^="phrases"]')
        .exists(),
    ).toBe(false)
  })
})
