// A long list under a search box and filters: asks anew a moment after the last change, and when such records change
// elsewhere. It draws nothing; ListTab.vue does.
import { onMounted, ref, watch, type Ref, type WatchSource } from 'vue'
import type { CallError } from '@/api/errors'
import { useNews } from '@/api/news'
import { useAct } from '@/api/act'
import { usePages, type Page, type PagedList } from './pagedList'

/** The list with how its last question went. */
export interface SearchedList<Row> extends PagedList<Row> {
  error: Ref<CallError | null>
  /** Whether the first answer has come. */
  loaded: Ref<boolean>
}

/** Asks with `ask` at once, whenever one of `filters` has come to rest, and when records of `kinds` have changed. */
export function useSearchedList<Row>(
  ask: (offset: number, limit: number) => Promise<Page<Row>>,
  filters: WatchSource[],
  kinds: string[],
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
  watch(filters, () => {
    clearTimeout(timer)
    timer = setTimeout(restart, 150)
  })
  onMounted(restart)
  useNews({ kinds }, restart)
  return { ...pages, error, loaded, restart, seen: (from, to) => tell(() => pages.seen(from, to)) }
}
