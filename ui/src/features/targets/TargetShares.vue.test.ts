// A target's shares: who and which village did how much, and where each will end.
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import TargetShares from './TargetShares.vue'

const share = (name: string, at_end: string) => ({ name, done: '2', share: '66.7%', at_end })
const call = vi.fn(async () => ({
  label: '有效走访',
  unit: '人次',
  workers: [share('林小禾', '5'), share('周文', '')],
  villages: [],
}))
vi.mock('@/api/call', () => ({ call: (...asked: unknown[]) => call(...(asked as [])) }))

it('shows workers and villages beside each other and says where nothing is', async () => {
  const part = mount(TargetShares, { props: { sub: 's', year: 2026, station: '43018111001' } })
  await flushPromises()
  expect(call).toHaveBeenCalledWith('targets.shares', { sub: 's', year: 2026, station: '43018111001' })
  expect(part.findAll('[data-test="target-share"]').map((row) => row.text())).toEqual(['林小禾266.7%5', '周文266.7%—'])
  expect(part.text()).toContain('还没有记录')
})
