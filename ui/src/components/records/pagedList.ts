// A long list fetched page by page as it comes into sight; places not fetched yet are null.
// A new question empties it; an answer to an old question is dropped.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

/** One page of an answer. */
export interface Page<Row> {
  rows: Row[]
  total: number
}

/** The list and how to move in it. */
export interface PagedList<Row> {
  rows: ShallowRef<Array<Row | null>>
  total: Ref<number>
  restart: () => Promise<void>
  seen: (from: number, to: number) => Promise<void>
}

/** Wraps a question that answers by offset and limit. */
export function usePages<Row>(ask: (offset: number, limit: number) => Promise<Page<Row>>, size = 100): PagedList<Row> {
  const rows = shallowRef<Array<Row | null>>([])
  const total = ref(0)
  let question = 0
  let asked = new Set<number>()

  async function fetchPage(page: number): Promise<void> {
    const mine = question
    const had = asked
    if (had.has(page)) return
    had.add(page)
    try {
      const answer = await ask(page * size, size)
      if (mine !== question) return
      const next =
        rows.value.length === answer.total ? rows.value.slice() : new Array<Row | null>(answer.total).fill(null)
      answer.rows.forEach((row, index) => (next[page * size + index] = row))
      total.value = answer.total
      rows.value = next
    } catch (problem) {
      had.delete(page)
      throw problem
    }
  }

  return {
    rows,
    total,
    async restart() {
      question += 1
      asked = new Set()
      await fetchPage(0)
    },
    async seen(from, to) {
      if (!total.value) return
      for (let page = Math.floor(from / size); page <= Math.floor(Math.min(to, total.value - 1) / size); page += 1)
        await fetchPage(page)
    },
  }
}
