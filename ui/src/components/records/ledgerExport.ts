// Asking for the ledger dialogue from anywhere. The dialogue itself stands in the frame.
import { reactive } from 'vue'

/** Which ledger was asked for last, and what is known of it; `at` grows with each asking. */
export const ledgerAsked = reactive<{
  open: boolean
  name: string
  from: string
  to: string
  village: string
  at: number
}>({ open: false, name: '', from: '', to: '', village: '', at: 0 })

/** Opens the dialogue on a ledger. */
export function openLedger(name: string, known: { from?: string; to?: string; village?: string | null } = {}): void {
  Object.assign(ledgerAsked, {
    name,
    from: known.from ?? '',
    to: known.to ?? '',
    village: known.village ?? '',
    at: ledgerAsked.at + 1,
    open: true,
  })
}
