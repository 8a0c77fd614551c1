// 村（居）名单: what is added is read once, when the program tells of it; Esc closes what was opened to add or change.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { closeTop } from '@/components/inputs/layers'
import VillageList from './VillageList.vue'

const asked: string[] = []
let tell = (): void => undefined
vi.mock('@/api/news', () => ({ useNews: (_: object, react: () => void) => (tell = react) }))
vi.mock('@/api/call', () => ({
  call: async (name: string) => {
    asked.push(name)
    if (name === 'villages.add') return { added: 1, known: [] }
    if (name === 'stations.list') return [{ code: '430181101001', name: '大瑶镇' }]
    return { listed: [{ id: 'v1', name: '荷叶塘村', township_name: '大瑶镇', other_names: '' }] }
  },
}))
const RecordForm = { template: '<div class="record-form"><slot name="actions" /></div>' }
async function open() {
  asked.length = 0
  const ElSelect = { name: 'ElSelect', template: '<i />' }
  const part = mount(VillageList, { attachTo: document.body, global: { stubs: { ElSelect, RecordForm } } })
  await flushPromises()
  return part
}
const read = () => asked.filter((name) => name === 'villages.list').length
beforeEach(() => void (document.body.innerHTML = ''))

it('is read once for what is added', async () => {
  const part = await open()
  await part.get('[data-test="villages-add-open"]').trigger('click')
  part.findComponent({ name: 'ElSelect' }).vm.$emit('update:modelValue', '430181101')
  await part.get('[data-test="village-names"] textarea, textarea').setValue('南街社区')
  await part.get('form').trigger('submit')
  await flushPromises()
  tell()
  await flushPromises()
  expect([asked.includes('villages.add'), read()]).toEqual([true, 2])
  part.unmount()
})

it('closes by Esc what was opened in it', async () => {
  const part = await open()
  await part.get('[data-test="villages-add-open"]').trigger('click')
  expect(closeTop()).toBe(true)
  await flushPromises()
  expect(part.find('form').exists()).toBe(false)
  await part.get('[data-test="village-row"]').trigger('click')
  expect(part.find('.record-form').exists()).toBe(true)
  expect(closeTop()).toBe(true)
  await flushPromises()
  expect(part.find('.record-form').exists()).toBe(false)
  part.unmount()
})
