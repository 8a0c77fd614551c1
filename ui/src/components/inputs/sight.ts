// Sight of what is wrong: whenever a form is refused, the first field that is wrong is unfolded and gets the cursor.
// Every form that saves says once where it stands on the page; what is wrong is the program's to say.
import { nextTick, watch, type Ref, type ShallowRef } from 'vue'
import type { Finding } from '@/api/types'
import { focusFirst } from './keyboard'

/** What is watched of a form. */
interface Refusable {
  refusals: Ref<number>
  findings: Ref<Finding[]>
}

/** Brings what is wrong in sight; `place` says the field that is on the page for it. */
export function useSight(
  box: Ref<HTMLElement | undefined> | ShallowRef<HTMLElement | undefined>,
  form: () => Refusable | null | undefined,
  place?: (field: string) => string,
): void {
  watch(
    () => form()?.refusals.value ?? 0,
    async (now, before) => {
      if (now <= before) return
      await nextTick()
      focusFirst(box.value, form()?.findings.value ?? [], place)
    },
  )
}
