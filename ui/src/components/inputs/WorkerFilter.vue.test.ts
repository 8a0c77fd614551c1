// The choice of whose people a list shows: 只看我的 is one click and remembered; another worker's people end it.
import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { keepOnlyMine, onlyMine } from '@/api/onlyMine'
import WorkerFilter from './WorkerFilter.vue'

const workers = [
  { value: 'lin', label: '林小禾', count: 3 },
  { value: 'zhou', label: '周文', count: 1 },
]
const open = (worker: string | null) =>
  mount(WorkerFilter, {
    props: { modelValue: worker, me: 'lin', workers },
    global: { stubs: { ElSelect: true, ElOption: true } },
  })
beforeEach(() => localStorage.clear())

test('one click shows my people, another all of them, and the choice is remembered', async () => {
  const part = open(null)
  await part.get('[data-test="only-mine"]').trigger('click')
  expect([part.emitted('update:modelValue'), onlyMine('lin')]).toEqual([[['lin']], true])
  await part.setProps({ modelValue: 'lin' })
  expect(part.get('[data-test="only-mine"]').attributes('aria-pressed')).toBe('true')
  await part.get('[data-test="only-mine"]').trigger('click')
  expect([part.emitted('update:modelValue')![1], onlyMine('lin')]).toEqual([[null], false])
})

test('choosing another worker ends 只看我的', async () => {
  const part = open('lin')
  await part.findComponent({ name: 'ElSelect' }).vm.$emit('update:modelValue', 'zhou')
  expect([part.emitted('update:modelValue'), onlyMine('lin')]).toEqual([[['zhou']], false])
})

test('each person finds her own choice again, and nobody else sees it', () => {
  expect(onlyMine('lin')).toBe(false)
  keepOnlyMine('lin', true)
  expect([onlyMine('lin'), onlyMine('zhou')]).toEqual([true, false])
  keepOnlyMine('lin', false)
  expect(onlyMine('lin')).toBe(false)
})

test('before anybody is known nothing is kept', () => {
  keepOnlyMine('', true)
  expect([onlyMine(''), localStorage.length]).toEqual([false, 0])
})
