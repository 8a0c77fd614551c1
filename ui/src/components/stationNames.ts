// Names of the stations, for pages of the county that list records of them all. A station needs none.
import { onMounted, ref } from 'vue'
import { call } from '@/api/call'
import { atCounty } from '@/api/session'

/** Gives what a station code is called; the code itself until the names are here. */
export function useStationNames(): (code: string) => string {
  const names = ref<Record<string, string>>({})
  onMounted(async () => {
    if (!atCounty.value) return
    const stations = await call('stations.list', {}).catch(() => [])
    names.value = Object.fromEntries(stations.map((one) => [one.code, one.name]))
  })
  return (code) => names.value[code] ?? code
}
