// Choices about a ledger on its way in: each replaces the one before it and can be taken back. It asks the program
// nothing.
import type { LedgerChoices, LedgerView, RowAction } from '@/api/types'

/** Nothing chosen. */
export const nothingChosen = (): LedgerChoices => ({
  sheet: null,
  header_row: null,
  header_rows: null,
  ledger: null,
  columns: {},
  defaults: {},
  values: [],
  rows: {},
})

/** Puts what a value becomes among the choices; null takes the choice back. */
export function chooseValue(choices: LedgerChoices, to: string, raw: string, value: string | null): void {
  choices.values = choices.values.filter((one) => one.to !== to || one.raw !== raw)
  if (value !== null) choices.values.push({ to, raw, value })
}

/** Decides who a row is; null takes the decision back. */
export function chooseRow(choices: LedgerChoices, row: number, action: RowAction | null): void {
  choices.rows[row] = { take: choices.rows[row]?.take ?? [], action }
}

/** Takes a field of a row, or leaves what stands. */
export function chooseField(choices: LedgerChoices, row: number, field: string, taken: boolean): void {
  const before = choices.rows[row] ?? { action: null, take: [] }
  choices.rows[row] = { ...before, take: [...before.take.filter((one) => one !== field), ...(taken ? [field] : [])] }
}

/** Columns in which at least two writings cannot be read, with how many. */
export function unreadColumns(values: LedgerView['values']): Array<{ to: string; label: string; count: number }> {
  const found = new Map<string, { to: string; label: string; count: number }>()
  for (const { to, label, becomes } of values) {
    if (becomes !== null) continue
    const one = found.get(to) ?? { to, label, count: 0 }
    found.set(to, { ...one, count: one.count + 1 })
  }
  return [...found.values()].filter((one) => one.count > 1)
}
