// The mark of how far a record has travelled: alone it always says so, in a list only where a row differs.
import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { describe, expect, it } from 'vitest'
import type { Delivery } from '@/api/types'
import StateMark from './StateMark.vue'
import { usualState, useUsualState } from './usualState'

const of = (...states: Delivery[]) => states.map((state) => ({ state }))

describe('the usual state', () => {
  it('is that of most rows, of equals the one furthest on, and none of a single row', () => {
    expect(usualState(of('taken_in', 'saved', 'taken_in'))).toBe('taken_in')
    expect(usualState(of('saved', 'saved', 'taken_in'))).toBe('saved')
    expect(usualState(of('saved', 'taken_in'))).toBe('taken_in')
    expect(usualState(of('taken_in'))).toBeNull()
    expect(usualState([null, null])).toBeNull()
  })
})

describe('the mark', () => {
  const list = (...states: Delivery[]) =>
    mount(
      defineComponent(() => {
        useUsualState(() => of(...states))
        return () => states.map((state) => h('p', [h(StateMark, { state, provisional: state === 'delivered' })]))
      }),
    )
      .findAll('p')
      .map((one) => one.text())

  it('alone says how far the record is', () => {
    expect(mount(StateMark, { props: { state: 'taken_in' } }).text()).toContain('县里已入库')
  })
  it('in a list stands only where a row differs; 暂存 is always said', () => {
    expect(list('taken_in', 'saved', 'taken_in')).toEqual(['', '○ 已保存', ''])
    expect(list('delivered', 'delivered')).toEqual(['暂存', '暂存'])
  })
})
