// A long list under a search box and filters: asks anew a moment after the last change, and when such records change
// elsewhere. It draws nothing; ListTab.vue does.
import { onMounted, ref, watch, type Ref, type WatchSource } from 'vue'
import type { SortBy } from '@/api/types'
import type { CallError } from '@/api/errors'
import { useNews } from '@/api/news'
import { useAct } from '@/api/act'
import { usePages, type Page, type PagedList } from './pagedList'

/** The list with how its last question went. */
export interface SearchedList<Row> extends PagedList<Row> {
  /** The column it is sorted by; null: as the list is by itself. */
  sort: Ref<SortBy | null>
  error: Ref<CallError | null>
  /** Whether the first answer has come. */
  loaded: Ref<boolean>
}

/** How a list is sorted, to be made before what it asks with. */
export const useSort = (): Ref<SortBy | null> => ref(null)

/** Asks with `ask` at once, whenever one of `filters` has come to rest, and when records of `kinds` have changed. */
export function useSearchedList<Row>(
  ask: (offset: number, limit: number) => Promise<Page<Row>>,
  filters: WatchSource[],
  kinds: string[],
  sort = useSort(),
): SearchedList<Row> {
  const pages = usePages(ask)
  const { error, run } = useAct()
  const loaded = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = async (act: () => Promise<void>): Promise<void> => {
    await run(act)
    loaded.value = true
  }
  const restart = () => tell(pages.restart)
  watch([...filters, sort], () => {
    clearTimeout(timer)
    timer = setTimeout(restart, 150)
  })
  onMounted(restart)
  useNews({ kinds }, restart)
  return { ...pages, sort, error, loaded, restart, seen: (from, to) => tell(() => pages.seen(from, to)) }
}
