// The search box of a list: one word per pause of typing, blanks around it taken off.
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import FindBox from './FindBox.vue'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open() {
  const part = mount(FindBox, { props: { modelValue: '', name: 'cases', placeholder: '姓名、编号' } })
  const said = (): unknown[] => (part.emitted('update:modelValue') ?? []).map(([word]) => word)
  return { part, said, input: part.find('input') }
}

it('says what was typed once, after the last key', async () => {
  const { input, said } = open()
  await input.setValue('l')
  await input.setValue(' lxy ')
  expect(said()).toEqual([])
  await vi.advanceTimersByTimeAsync(250)
  expect(said()).toEqual(['lxy'])
})

it('has a name for those who do not see it', () => {
  expect(open().input.attributes('aria-label')).toBe('姓名、编号')
})
