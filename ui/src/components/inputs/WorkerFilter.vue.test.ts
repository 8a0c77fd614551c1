// The choice of whose people a list shows, on a page that keeps it: 只看我的 is one click and remembered; another
// worker's people end it.
import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { defineComponent } from 'vue'
import { keepOnlyMine, onlyMine, useWhose } from '@/api/onlyMine'
import WorkerFilter from './WorkerFilter.vue'

const workers = [
  { value: 'lin', label: '林小禾', count: 3 },
  { value: 'zhou', label: '周文', count: 1 },
]
const Page = defineComponent({
  components: { WorkerFilter },
  props: { listed: { type: Array, default: () => workers } },
  setup: () => useWhose('lin'),
  template: '<div><WorkerFilter v-model="whose" me="lin" :workers="listed" /></div>',
})
function open(worker: string | null) {
  keepOnlyMine('lin', worker === 'lin')
  const ElSelect = { name: 'ElSelect', template: '<div><slot /></div>' }
  const ElOption = { name: 'ElOption', props: ['value', 'label'], template: '<i>{{ label }}</i>' }
  const page = mount(Page, { global: { stubs: { ElSelect, ElOption } } })
  const part = page.findComponent(WorkerFilter)
  const choose = (chosen: string) => part.findComponent({ name: 'ElSelect' }).vm.$emit('update:modelValue', chosen)
  return { page, part, choose, labels: () => part.findAll('i').map((one) => one.text()) }
}
beforeEach(() => localStorage.clear())

test('one click shows my people, another all of them, and the choice is remembered', async () => {
  const { part } = open(null)
  await part.get('[data-test="only-mine"]').trigger('click')
  expect([part.emitted('update:modelValue'), onlyMine('lin')]).toEqual([[['lin']], true])
  expect(part.get('[data-test="only-mine"]').attributes('aria-pressed')).toBe('true')
  await part.get('[data-test="only-mine"]').trigger('click')
  expect([part.emitted('update:modelValue')![1], onlyMine('lin')]).toEqual([[null], false])
})

test('choosing another worker ends 只看我的', async () => {
  const { part, choose } = open('lin')
  await choose('zhou')
  expect([part.emitted('update:modelValue'), onlyMine('lin')]).toEqual([[['zhou']], false])
})

test('whoever is chosen keeps her own name when nobody of hers is left', async () => {
  const { page, choose, labels } = open(null)
  await choose('zhou')
  await page.setProps({ listed: [workers[0]] })
  expect(labels()).toEqual(['林小禾（3）', '周文（0）'])
  await choose('lin')
  await page.setProps({ listed: [] })
  expect(labels()).toEqual(['林小禾（0）'])
})

test('I am 我 before anybody was listed', async () => {
  const { page, labels } = open('lin')
  expect(labels()).toEqual(['林小禾（3）', '周文（1）'])
  page.unmount()
  const part = mount(WorkerFilter, {
    props: { modelValue: 'lin', me: 'lin', workers: [] },
    global: {
      stubs: {
        ElSelect: { template: '<div><slot /></div>' },
        ElOption: { props: ['label'], template: '<i>{{ label }}</i>' },
      },
    },
  })
  expect(part.get('i').text()).toBe('我（0）')
})

test('what was chosen on one page is how the next begins, whichever way either asks', async () => {
  const other = () => useWhose('lin')
  const { part } = open(null)
  await part.get('[data-test="only-mine"]').trigger('click')
  const { whose, mine } = other()
  expect([whose.value, mine.value]).toEqual(['lin', true])
  mine.value = false
  expect([whose.value, other().whose.value, onlyMine('lin')]).toEqual([null, null, false])
  expect(useWhose('').whose.value).toBeNull()
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
