// The record dictionary in hand: kinds, fields, code tables, looked up by name. Fetched once per unlock. What the
// county writes beside it, service items added to the catalogue and texts that forms offer, is fetched again whenever
// it has changed.
import { computed, shallowRef } from 'vue'
import type { FieldName, KindName } from './kinds'
import { call } from './call'
import type { Code, Dictionary, Field, Fields, Kind } from './types'

const held = shallowRef<Dictionary | null>(null)
const texts = shallowRef<Record<string, string[]>>({})
/** Service items that the county added. */
const added = shallowRef<Code[]>([])
const catalogue = computed(() => [...inDictionary('service_item'), ...added.value])

/** Fetches the dictionary when it is not here yet. */
export async function loadDictionary(): Promise<void> {
  if (held.value) return
  const dictionary = await call('dictionary.get', {})
  await loadTexts()
  held.value = dictionary
}

/** Fetches the dictionary anew: a station that was registered is one of its codes. */
export async function loadStations(): Promise<void> {
  const dictionary = await call('dictionary.get', {}).catch(() => null)
  if (held.value && dictionary) held.value = dictionary
}

/** Fetches what the county writes beside the dictionary; what cannot be fetched stays as it was. */
export async function loadTexts(): Promise<void> {
  const items = await call('service_items.in_use', {}).catch(() => null)
  if (items)
    added.value = items.items.map(({ code, label, area }) => ({
      code,
      label,
      group: area,
      since: null,
      until: null,
      common: false,
    }))
  const phrases = await call('phrases.list', {}).catch(() => null)
  if (phrases)
    texts.value = Object.fromEntries((phrases.places ?? []).map((one) => [`${one.kind}.${one.field}`, one.texts]))
}

/** Standard texts and phrases that are offered at a field. */
export function phrasesOf(kind: string, field: string): string[] {
  return texts.value[`${kind}.${field}`] ?? []
}

/** Whether a field is asked of a record: as long as the field it hangs on says nothing, it is. */
export function isAsked(field: Field, values: Fields): boolean {
  const said = field.only_if && values[field.only_if.field]
  return !said || field.only_if!.is.includes(said)
}

/** What a record of the kind still lacks of what the dictionary requires, in the order of its form. */
export function lackingOf(kind: string, values: Fields): Field[] {
  const empty = (value: unknown) => value == null || value === '' || (Array.isArray(value) && !value.length)
  const fields = kindOf(kind)?.fields ?? []
  return fields.filter((field) => field.required && isAsked(field, values) && empty(values[field.name]))
}

/** Lets the next unlock fetch it afresh. */
export function forgetDictionary(): void {
  held.value = null
  added.value = []
  texts.value = {}
}

/** A kind of record; undefined for one this version does not know. */
export function kindOf(name: string): Kind | undefined {
  return held.value?.kinds.find((one) => one.name === name)
}

/** Kinds that a station writes about its work. */
export function stationKinds(): string[] {
  return (held.value?.kinds ?? []).filter((one) => one.writer === 'station').map((one) => one.name)
}

/** Kinds whose records are found anywhere: those that open on a page of their own. */
export function foundKinds(): string[] {
  const kinds = (held.value?.kinds ?? []).filter((one) => one.page || one.opens?.record.includes('{id}'))
  return kinds.map((one) => one.name)
}

/** Kinds with a tab on a page, in the order of its tabs. */
export function tabsOf(page: string): Kind[] {
  const tabs = (held.value?.kinds ?? []).filter((one) => one.page?.on === page)
  return tabs.sort((one, other) => one.order - other.order || one.name.localeCompare(other.name))
}

/** The kind that owns the records of a kind. */
export function ownerOf(kind: Kind | undefined): Kind | undefined {
  const refers = kind?.fields.find((one) => one.name === kind.parent)?.refers
  return refers ? kindOf(refers) : undefined
}

/** Kinds whose records belong to one of this kind. */
export function ownedBy(name: string): Kind[] {
  const owned = (held.value?.kinds ?? []).filter((one) => ownerOf(one)?.name === name)
  return owned.sort((one, other) => one.order - other.order || one.name.localeCompare(other.name))
}

/** A kind with all that belongs to its records, and to those: what a page about it listens to. */
export function withOwned(name: KindName): string[] {
  const all: string[] = [name]
  for (const kind of all) all.push(...ownedBy(kind).map((one) => one.name))
  return all
}

/** A field of a kind; a misspelt kind or field does not compile. */
export function fieldOf<K extends KindName>(kind: K, name: FieldName<K>): Field {
  return fieldNamed(kind, name)!
}

/** A field of a kind, both known only while running. */
export function fieldNamed(kind: string, name: string): Field | undefined {
  return kindOf(kind)?.fields.find((one) => one.name === name)
}

/** The codes of a table, ended ones too. */
export function codesOf(table: string | null | undefined): Code[] {
  return table === 'service_item' ? catalogue.value : inDictionary(table)
}

function inDictionary(table: string | null | undefined): Code[] {
  return held.value?.codes.find((one) => one.name === table)?.entries ?? []
}

/** Whether a table takes values beyond its codes. */
export function isOpenTable(table: string | null | undefined): boolean {
  return held.value?.codes.find((one) => one.name === table)?.open ?? false
}

/** The label of a code; the code itself when unknown. */
export function labelOf(table: string | null | undefined, code: unknown): string {
  if (code === null || code === undefined || code === '') return ''
  return codesOf(table).find((one) => one.code === code)?.label ?? String(code)
}
