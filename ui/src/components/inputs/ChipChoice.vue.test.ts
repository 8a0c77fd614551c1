// Choosing among chips by keyboard: arrows move, a digit or space chooses, a digit twice harms nothing.
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChipChoice from './ChipChoice.vue'

const codes = ['met', 'family', 'absent'].map((code, at) => ({
  code,
  label: ['见到本人', '家属代答', '无人在家'][at]!,
}))

function open(props: { many?: boolean; required?: boolean } = {}, value: unknown = props.many ? [] : null) {
  const part = mount(ChipChoice, {
    attachTo: document.body,
    props: {
      codes: codes as never,
      name: 'result',
      label: '结果',
      modelValue: value,
      'onUpdate:modelValue': (modelValue: unknown) => part.setProps({ modelValue }),
      ...props,
    },
  })
  const chips = () => part.findAll('button')
  const press = (key: string, at = -1) => (at < 0 ? part : chips()[at]!).trigger('keydown', { key })
  return { part, chips, press, value: () => part.props('modelValue') }
}

describe('choosing one', () => {
  it('takes the one with the digit', async () => {
    const { press, value } = open()
    await press('2')
    expect(value()).toBe('family')
  })

  it('typing the same digit twice leaves it chosen', async () => {
    const { press, value } = open()
    await press('1')
    await press('1')
    expect(value()).toBe('met')
  })

  it('moves with the arrows, round the end', async () => {
    const { press, chips } = open()
    await press('ArrowLeft', 0)
    expect(document.activeElement).toBe(chips()[2]!.element)
    await press('ArrowRight', 2)
    expect(document.activeElement).toBe(chips()[0]!.element)
  })

  it('takes the focused one with Enter, and a second Enter does not take it back', async () => {
    const { press, value } = open()
    await press('Enter', 1)
    expect(value()).toBe('family')
    await press('Enter', 1)
    expect(value()).toBe('family')
  })

  it('chooses nothing with Enter where the focus is on none', async () => {
    const { press, value } = open()
    await press('Enter')
    expect(value()).toBeNull()
  })

  it('shows the digit that chooses it on each', () => {
    const { chips } = open()
    expect(chips().map((one) => one.attributes('data-digit'))).toEqual(['1', '2', '3'])
  })

  it('a click chooses, and a second one takes it back', async () => {
    const { chips, value } = open()
    await chips()[0]!.trigger('click')
    expect(value()).toBe('met')
    await chips()[0]!.trigger('click')
    expect(value()).toBeNull()
  })

  it('tells a screen reader which one is chosen, and the Tab key stops at it alone', () => {
    const { chips } = open({}, 'family')
    expect(chips().map((one) => one.attributes('aria-checked'))).toEqual(['false', 'true', 'false'])
    expect(chips().map((one) => one.attributes('tabindex'))).toEqual(['-1', '0', '-1'])
  })
})

describe('choosing several', () => {
  it('takes each, and a second press takes it back', async () => {
    const { press, value } = open({ many: true })
    await press('1')
    await press('3')
    expect(value()).toEqual(['met', 'absent'])
    await press('1')
    expect(value()).toEqual(['absent'])
  })
})
