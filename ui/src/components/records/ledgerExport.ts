// Asking for the export dialogue from anywhere: for a list as its page shows it, or for a whole ledger. The dialogue
// itself stands in the frame.
import { reactive, shallowRef } from 'vue'
import type { Listed } from '@/api/types'

/** What is known of a ledger when it is asked for. */
export interface LedgerKnown {
  from?: string
  to?: string
  village?: string | null
}

/** A list as its page shows it: the request the page asked with, and how many it found. */
export interface ListShown {
  shown: Listed
  count: number
  /** What its rows are called: 服务对象, 走访记录. */
  noun: string
}

/** The list that was asked for last; null when it was a ledger. */
export const listAsked = shallowRef<ListShown | null>(null)

/** The ledger that was asked for last, and what is known of it; `at` grows with each asking. */
export const ledgerAsked = reactive<{
  open: boolean
  name: string
  from: string
  to: string
  village: string
  at: number
}>({ open: false, name: '', from: '', to: '', village: '', at: 0 })

/** Opens the dialogue on a ledger. */
export function openLedger(name: string, known: LedgerKnown = {}): void {
  ask(null, name, known)
}

/** Opens the dialogue on a list; where its rows have a ledger that one can be had whole instead. */
export function openList(list: ListShown, name = '', known: LedgerKnown = {}): void {
  ask(list, name, known)
}

function ask(list: ListShown | null, name: string, known: LedgerKnown): void {
  listAsked.value = list
  Object.assign(ledgerAsked, {
    name,
    from: known.from ?? '',
    to: known.to ?? '',
    village: known.village ?? '',
    at: ledgerAsked.at + 1,
    open: true,
  })
}
