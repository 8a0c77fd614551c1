// The county's stations, for lists that show several of them: by code, and short enough for a column. A station asks
// nothing.
import { onMounted, shallowRef, type ShallowRef } from 'vue'
import { call } from '@/api/call'
import { atCounty, session } from '@/api/session'
import type { StationRow } from '@/api/types'
import { columnsOf, type RowColumn } from './rowTable'
import { shortName } from './stationName'

/** What a page knows of the stations. */
export interface Stations {
  all: ShallowRef<StationRow[]>
  /** The short name of a code; the code itself while it is not known. */
  short: (code: string) => string
}

/** Fetches the stations when the page belongs to the county. */
export function useStations(): Stations {
  const all = shallowRef<StationRow[]>([])
  onMounted(async () => {
    if (atCounty.value) all.value = await call('stations.list', {}).catch(() => [])
  })
  return { all, short: (code) => shortHere(all.value.find((one) => one.code === code)?.name ?? code) }
}

/** A station's name, short, in the county this PC belongs to. */
export const shortHere = (name: string): string => shortName(name, session.start?.place?.county_name ?? '')

/** The column that tells stations apart, for the county. */
export function stationColumn<Row extends { station: string }>(): RowColumn<Row>[] {
  return atCounty.value ? columnsOf<Row>(['station', '站点', 110, (row) => shortHere(row.station)]) : []
}
