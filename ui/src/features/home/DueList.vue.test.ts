// Due lines: what is due, how late, and the action that a click begins.
import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { DueItem, DuePerson } from '@/api/types'
import DueList from './DueList.vue'
import WorkerLoads from './WorkerLoads.vue'

const item = (what: DueItem['what'], text: string, days: number): DueItem => ({
  what,
  text,
  date: '2026-11-20',
  days,
  record: { kind: 'recipient', id: 'p1' },
})
const person: DuePerson = {
  person: {
    id: 'p1',
    name: '李秀英',
    sex: '女',
    age: 74,
    minor: false,
    village: '新河村',
    station: '',
    categories: [],
    risk: null,
  },
  worker: '林小禾',
  items: [item('visit', '该走访了，建档后还没有走访过', 3), item('review', '低保核查 2026-12-01 到期', 0)],
}
const stubs = { PersonLine: true, EmptyState: { props: ['title'], template: '<p>{{ title }}</p>' } }

test('each line names its action and gives itself to whoever opens it', async () => {
  const part = mount(DueList, { props: { due: [person], total: 1 }, global: { stubs } })
  const visit = part.get('[data-test="due-visit"]')
  expect(visit.text()).toContain('逾期 3 天')
  expect(visit.get('.do').text()).toBe('记走访')
  expect(part.get('[data-test="due-review"] .do').text()).toBe('做核查')
  await visit.trigger('click')
  expect(part.emitted('open')).toEqual([[person.items[0], person]])
})

test('an empty list of one worker says that it is hers', () => {
  const empty = (narrowed: boolean) =>
    mount(DueList, { props: { due: [], total: 0, narrowed }, global: { stubs } }).text()
  expect(empty(false)).toContain('今天没有到期的事')
  expect(empty(true)).toContain('这位社工负责的人里')
})

test('a worker is chosen and left again by her line', async () => {
  const workers = [
    { worker: 'lin', name: '林小禾', people: 3, overdue: 1 },
    { worker: 'none', name: '没有责任社工', people: 2, overdue: 0 },
  ]
  const part = mount(WorkerLoads, { props: { workers, chosen: null } })
  expect(part.get('[data-test="worker-load-lin"]').text()).toContain('逾期 1 人')
  await part.get('[data-test="worker-load-none"]').trigger('click')
  await part.setProps({ chosen: 'none' })
  await part.get('[data-test="worker-load-none"]').trigger('click')
  expect(part.emitted('choose')).toEqual([['none'], [null]])
})
