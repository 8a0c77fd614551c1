// The field of a passphrase: hidden at first, an ordinary one when it is shown, for Chinese is typed in no hidden one.
import { mount } from '@vue/test-utils'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import PassphraseInput from './PassphraseInput.vue'

function field() {
  const part = mount(PassphraseInput, {
    props: { modelValue: '', placeholder: '管理密码' },
    attrs: { 'data-test': 'pass' },
    attachTo: document.body,
  })
  return {
    part,
    input: part.find<HTMLInputElement>('[data-test="pass"]'),
    show: part.find('[data-test="passphrase-show"]'),
  }
}

it('is hidden, and 显示 is there before anything is typed', async () => {
  const { input, show } = field()
  expect(input.element.type).toBe('password')
  expect(show.text()).toBe('显示')
})

it('is an ordinary field when it is shown, with what was typed and the focus in it', async () => {
  const { part, input, show } = field()
  await input.setValue('houshan')
  await show.trigger('click')
  expect(input.element.type).toBe('text')
  expect(input.element.value).toBe('houshan')
  expect(document.activeElement).toBe(input.element)
  await input.setValue('后山那棵歪枣树')
  expect(part.emitted('update:modelValue')?.at(-1)).toEqual(['后山那棵歪枣树'])
  await show.trigger('click')
  expect(input.element.type).toBe('password')
  expect(input.element.value).toBe('后山那棵歪枣树')
})

it('is named for those who cannot see it', () => {
  expect(field().input.attributes('aria-label')).toBe('管理密码')
})

it('is the only field of its kind', () => {
  const others = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.vue') && !path.endsWith('PassphraseInput.vue'))
    .filter((path) => /type="password"|show-password/.test(readFileSync(`src/${path}`, 'utf8')))
  expect(others).toEqual([])
})
