// Rows chosen in a long list: one by one, from one to another with Shift, or all that the filters show, fetched or
// not. A new question to the list lets go of the choice.
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { PagedList } from './pagedList'

/** The choice and how it is made. */
export interface ChosenRows {
  ids: ShallowRef<ReadonlySet<string>>
  /** Whether all that the filters show are chosen. */
  whole: ComputedRef<boolean>
  /** Chooses a row or lets go of it; with `through` every row from the one touched before. */
  toggle: (index: number, through: boolean) => Promise<void>
  /** Chooses all that the filters show; lets go of all when they are chosen already. */
  all: () => Promise<void>
  clear: () => void
}

/** `everybody` tells the ids of all that the filters show. */
export function useChosenRows(
  list: Pick<PagedList<{ id: string }>, 'rows' | 'total' | 'seen'>,
  everybody: () => Promise<string[]>,
): ChosenRows {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  let before = -1
  const whole = computed(() => list.total.value > 0 && ids.value.size >= list.total.value)
  const clear = (): void => {
    ids.value = new Set()
    before = -1
  }
  watch(list.total, clear)
  return {
    ids,
    whole,
    async toggle(index, through) {
      const from = through && before >= 0 ? Math.min(before, index) : index
      const to = through && before >= 0 ? Math.max(before, index) : index
      if (to > from) await list.seen(from, to)
      const next = new Set(ids.value)
      const touched = list.rows.value.slice(from, to + 1).flatMap((row) => (row ? [row.id] : []))
      const chooses = through || !touched.every((id) => next.has(id))
      for (const id of touched) if (chooses) next.add(id)
      if (!chooses) for (const id of touched) next.delete(id)
      ids.value = next
      before = index
    },
    async all() {
      ids.value = whole.value ? new Set() : new Set(await everybody())
      before = -1
    },
    clear,
  }
}
