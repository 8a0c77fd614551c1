// 只看我的: whose records a person wants to see, kept on this PC for each person and for all pages alike. It keeps an id
// and yes or no, nothing of anybody's file.
import { computed, ref, type WritableComputedRef } from 'vue'

const KEPT = 'hezhan-mine-'

/** Whether she wants to see her own people only. */
export function onlyMine(me: string): boolean {
  return me !== '' && localStorage.getItem(KEPT + me) === 'yes'
}

/** Keeps what she chose last. */
export function keepOnlyMine(me: string, mine: boolean): void {
  if (me) localStorage.setItem(KEPT + me, mine ? 'yes' : 'no')
}

/** Whose records a page shows. */
export interface Whose {
  /** A worker's id; null: everybody's. */
  whose: WritableComputedRef<string | null>
  /** Whether they are her own. */
  mine: WritableComputedRef<boolean>
}

/** Begins as she chose last on any page; what she chooses is kept for the others. Who has no people gives no `me`. */
export function useWhose(me: string): Whose {
  const chosen = ref(onlyMine(me) ? me : null)
  const whose = computed({
    get: () => chosen.value,
    set(now) {
      keepOnlyMine(me, now === me)
      chosen.value = now
    },
  })
  const mine = computed({ get: () => whose.value === me, set: (only) => void (whose.value = only ? me : null) })
  return { whose, mine }
}
