// A new passphrase as it is typed: what the program says of it, and whether the two are the same.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import NewPassphrase from './NewPassphrase.vue'

const asked: unknown[] = []
const later: Array<(answer: unknown) => void> = []
vi.mock('@/api/call', () => ({
  call: (_: string, request: unknown) => {
    asked.push(request)
    return new Promise((answer) => later.push(answer))
  },
}))
beforeEach(() => {
  asked.length = later.length = 0
})

async function typed(first: string, again: string) {
  const part = mount(NewPassphrase, { props: { modelValue: '', name: 'new', names: ['林小禾', ''] } })
  await part.find('[data-test="new"]').setValue(first)
  await part.find('[data-test="new-again"]').setValue(again)
  return part
}

it('is given on when both are the same', async () => {
  const part = await typed('后山那棵歪枣树', '后山那棵歪枣树')
  expect(part.emitted('update:modelValue')?.at(-1)).toEqual(['后山那棵歪枣树'])
  expect(part.emitted('update:unready')?.at(-1)).toEqual([false])
})

it('is not given on while they differ', async () => {
  const part = await typed('后山那棵歪枣树', '后山')
  expect(part.text()).toContain('不一样')
  expect(part.emitted('update:unready')?.at(-1)).toEqual([true])
})

it('says what the program says of it, with the names it knows', async () => {
  const part = await typed('林小禾林小禾', '')
  expect(asked.at(-1)).toEqual({ passphrase: '林小禾林小禾', names: ['林小禾'] })
  later.at(-1)!({ strength: 'weak', trouble: '密码里不要有自己的姓名' })
  await flushPromises()
  expect(part.find('[data-test="new-trouble"]').text()).toContain('姓名')
})

it('minds only the newest answer', async () => {
  const part = await typed('12345678', '')
  await part.find('[data-test="new"]').setValue('后山那棵歪枣树')
  later.at(-1)!({ strength: 'good', trouble: null })
  later.at(-2)!({ strength: 'weak', trouble: '太容易猜到' })
  await flushPromises()
  expect(part.find('[data-test="new-strength"]').text()).toBe('这个密码很难猜到')
})
