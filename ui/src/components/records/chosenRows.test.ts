// Choosing in a long list: one, from one to another though not fetched yet, all that the filters show.
import { ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { useChosenRows } from './chosenRows'

type Row = { id: string } | null

function list(size: number, fetched: number) {
  const rows = ref<Row[]>(Array.from({ length: size }, (_, at) => (at < fetched ? { id: `r${at}` } : null)))
  const seen = vi.fn(async (from: number, to: number) => {
    rows.value = rows.value.map((row, at) => (at >= from && at <= to ? { id: `r${at}` } : row))
  })
  return { rows, total: ref(size), seen }
}

describe('choosing', () => {
  it('takes rows one by one and lets go of them', async () => {
    const chosen = useChosenRows(list(5, 5) as never, async () => [])
    await chosen.toggle(1, false)
    await chosen.toggle(3, false)
    await chosen.toggle(1, false)
    expect([...chosen.ids.value]).toEqual(['r3'])
  })

  it('takes all between two rows with Shift, fetching what is not here', async () => {
    const long = list(400, 100)
    const chosen = useChosenRows(long as never, async () => [])
    await chosen.toggle(98, false)
    await chosen.toggle(250, true)
    expect(long.seen).toHaveBeenCalledWith(98, 250)
    expect(chosen.ids.value.size).toBe(153)
    await chosen.toggle(240, true)
    expect(chosen.ids.value.size, 'Shift never lets go').toBe(153)
  })

  it('takes everybody the filters show, and nobody the second time', async () => {
    const chosen = useChosenRows(list(3, 1) as never, async () => ['r0', 'r1', 'r2'])
    await chosen.all()
    expect([chosen.ids.value.size, chosen.whole.value]).toEqual([3, true])
    await chosen.all()
    expect(chosen.ids.value.size).toBe(0)
  })

  it('lets go when the list is another', async () => {
    const short = list(3, 3)
    const chosen = useChosenRows(short as never, async () => [])
    await chosen.toggle(0, false)
    short.total.value = 2
    await Promise.resolve()
    expect(chosen.ids.value.size).toBe(0)
  })
})
