// The export dialogue: long work is told and can be stopped, for a list as for a whole ledger.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { working } from '@/api/news'
import { session } from '@/api/session'
import { openLedger, openList } from '@/components/records/ledgerExport'
import LedgerDialog from './LedgerDialog.vue'

interface Asked {
  name: string
  request: { task: string; shown?: object }
}
const asked: Asked[] = []
let written: (answer: object) => void = () => {}
vi.mock('@/api/call', () => ({
  call: async (name: string, request: Asked['request']) => {
    if (name === 'ledgers.list') return [{ name: 'recipients', title: '花名册', columns: ['姓名'], dated: false }]
    asked.push({ name, request })
    return name === 'tasks.cancel' ? {} : new Promise((done) => (written = done))
  },
}))
vi.mock('@/api/files', () => ({ pickDestination: async () => ({ download: true }), deliver: async () => {} }))
session.start = { person: { id: 'lin', role: 'supervisor' }, place: { side: 'station' } } as typeof session.start
const stubs = { MiddleDialog: { template: '<div><slot /><slot name="footer" /></div>' }, ElSelect: true }
afterEach(() => {
  asked.length = 0
  working.tasks = []
})

for (const [name, open] of [
  ['lists.export', () => openList({ shown: { list: 'recipients' }, count: 9000, noun: '服务对象' })],
  ['ledgers.write', () => openLedger('recipients')],
] as const) {
  it(`${name} shows how far it is and can be stopped`, async () => {
    const part = mount(LedgerDialog, { global: { stubs } })
    open()
    await flushPromises()
    await part.get('[data-test="ledger-write"]').trigger('click')
    await flushPromises()
    const task = asked[0]!.request.task
    expect(asked[0]!.name).toBe(name)
    working.tasks = [{ task, title: '导出 Excel', step: '正在读取记录', done: 4500, total: 18000 }]
    await flushPromises()
    const bar = part.get('[data-test="long-work"]')
    expect(bar.text()).toContain('正在读取记录')
    expect(bar.text()).toContain('25%')
    await part.get('[data-test="long-work-cancel"]').trigger('click')
    expect(asked[1]).toEqual({ name: 'tasks.cancel', request: { task } })
    written({ rows: 9000, left_out: 0, file: { name: '花名册.xlsx', path: null } })
    await flushPromises()
    expect(part.find('[data-test="long-work"]').exists()).toBe(false)
    expect(part.get('[data-test="ledger-written"]').text()).toContain('9000 行')
    part.unmount()
  })
}
