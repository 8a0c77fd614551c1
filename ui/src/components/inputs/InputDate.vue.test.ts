// A date typed into its field: said back at once, passed on as a date, left as typed when nobody can read it.
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import InputDate from './InputDate.vue'

function open(value: string | null = null) {
  const part = mount(InputDate, {
    props: { modelValue: value, 'onUpdate:modelValue': (modelValue: unknown) => part.setProps({ modelValue }) },
  })
  const input = part.find('input')
  const type = async (text: string) => {
    await input.setValue(text)
    await input.trigger('blur')
  }
  return { part, input, type, value: () => part.props('modelValue') }
}

describe('typing a date', () => {
  it('says back what it understood, with the weekday', async () => {
    const { part, type, value } = open()
    await type('20250305')
    expect(value()).toBe('2025-03-05')
    expect(part.text()).toContain('2025年3月5日 周三')
  })

  it('leaves what it cannot read as typed and says so', async () => {
    const { part, type, value } = open()
    await type('上个月')
    expect(value()).toBe('上个月')
    expect(part.text()).toContain('还看不懂这个日期')
  })

  it('that is emptied is none', async () => {
    const { type, value } = open('2025-03-05')
    await type('')
    expect(value()).toBeFalsy()
  })

  it('shows the date that the record holds', () => {
    expect(open('2025-03-05').input.element.value).toBe('2025-03-05')
  })
})
