// The usual state of a list: how far most of its rows have travelled. Only a row that differs shows its mark. A list
// says its rows here, the marks in them ask.
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { Delivery } from '@/api/types'

const USUAL: InjectionKey<ComputedRef<Delivery | null>> = Symbol('the usual state')

/** The state most rows are in; of equals the one furthest on. Fewer than two rows have nothing usual. */
export function usualState(rows: Array<{ state?: Delivery | null } | null>): Delivery | null {
  const states = rows.flatMap((row) => (row?.state ? [row.state] : []))
  if (states.length < 2) return null
  const count = (of: Delivery): number => states.filter((one) => one === of).length
  const far: Delivery[] = ['taken_in', 'delivered', 'saved']
  return far.reduce((best, one) => (count(one) > count(best) ? one : best))
}

/** Tells the marks below what is usual in this list. */
export function useUsualState(rows: () => Array<{ state?: Delivery | null } | null>): void {
  provide(
    USUAL,
    computed(() => usualState(rows())),
  )
}

/** What is usual where a mark stands; null outside a list. */
export function usualHere(): ComputedRef<Delivery | null> {
  return inject(
    USUAL,
    computed(() => null),
  )
}
