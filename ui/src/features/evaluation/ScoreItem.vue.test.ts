// An item of a self-evaluation: what is proposed is taken over, the score is saved with its reason, evidence is shown
// by number.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import ScoreItem from './ScoreItem.vue'

const asked: [string, object][] = []
vi.mock('@/api/call', () => ({
  call: async (name: string, request: object) => {
    asked.push([name, request])
    return { id: 'e' }
  },
}))

const item = {
  id: 'i',
  no: '1.1',
  dimension: '规范化',
  content: '标牌',
  points: '8',
  method: '',
  evidence_words: '标牌',
  figure: '合规检查 · 标牌',
  counted: '1/2',
  lacks: ['室内挂牌'],
  proposed: '4',
  score: null,
  reason: '',
  evidence: [] as object[],
}

function part(over: object = {}, editable = true) {
  const input = {
    props: ['modelValue'],
    emits: ['update:modelValue'],
    template: '<input :value="modelValue" @input="$emit(\'update:modelValue\', $event.target.value)" />',
  }
  const button = { template: '<button :disabled="$attrs.disabled"><slot /></button>' }
  return mount(ScoreItem, {
    props: { evaluation: { id: 'e', editable } as never, item: { ...item, ...over } as never },
    global: { stubs: { ElInput: input, ElButton: button } },
  })
}

it('says what was counted, what lacks and what follows from it', () => {
  expect(part().find('[data-test="item-counted"]').text()).toBe('合规检查 · 标牌：1/2，按数据建议 4 分（缺：室内挂牌）')
})

it('takes the proposal over and saves it with the reason', async () => {
  const one = part()
  await one.find('[data-test="item-take"]').trigger('click')
  await one.find('[data-test="item-reason"]').setValue('缺室内牌')
  await one.find('form').trigger('submit')
  await flushPromises()
  expect(asked.at(-1)).toEqual(['evaluation.score', { id: 'e', item: 'i', score: '4', reason: '缺室内牌' }])
  expect(one.emitted('scored')).toHaveLength(1)
})

it('shows evidence by number, and unlinks it', async () => {
  const evidence = [
    {
      id: 'l',
      no: '1.1-01',
      record: { kind: 'sign_plate', id: 's' },
      label: '标牌',
      title: '户外挂牌',
      date: '2026-03-01',
    },
  ]
  const one = part({ evidence })
  expect(one.find('[data-test="evidence-line"]').text()).toContain('1.1-01 标牌')
  await one.find('[data-test="evidence-unlink"]').trigger('click')
  await flushPromises()
  expect(asked.at(-1)![0]).toBe('records.delete')
  expect(one.emitted('unlinked')).toHaveLength(1)
})

it('is only read by who may not score', () => {
  const one = part({ score: '4', reason: '缺室内牌' }, false)
  expect(one.find('form').exists()).toBe(false)
  expect(one.text()).toContain('得分 4 缺室内牌')
})
