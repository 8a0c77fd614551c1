// Receivers of somebody's open work: one for all of it, and another one, or none yet, for a single piece.
import type { HandOverLine, OpenItem } from '@/api/types'

/** Chosen for a piece that is not handed over now. */
export const STAYS = 'stays'

/** Who takes what: `all` unless a piece says otherwise. */
export interface Receivers {
  all: string
  each: Record<string, string>
}

/** Pieces of one sort, under one heading. */
export interface WorkGroup {
  label: string
  items: OpenItem[]
}

export const keyOf = (item: OpenItem): string => `${item.kind} ${item.id}`

/** The receiver of a piece; empty when nobody was chosen for it, or it stays. */
export function receiverOf(item: OpenItem, chosen: Receivers): string {
  const own = chosen.each[keyOf(item)]
  return own === STAYS ? '' : own || chosen.all
}

/** The lines of the act: every piece somebody takes. */
export function linesOf(items: OpenItem[], chosen: Receivers): HandOverLine[] {
  const lines = items.map((item) => ({ kind: item.kind, id: item.id, to: receiverOf(item, chosen) }))
  return lines.filter((line) => line.to)
}

/** The pieces under their headings, in the order in which the program told them. */
export function groupsOf(items: OpenItem[]): WorkGroup[] {
  const groups = new Map<string, OpenItem[]>()
  for (const item of items) {
    const label = item.unfinished ? `暂存的${item.kind_label}` : item.kind_label
    groups.set(label, [...(groups.get(label) ?? []), item])
  }
  return [...groups].map(([label, own]) => ({ label, items: own }))
}
