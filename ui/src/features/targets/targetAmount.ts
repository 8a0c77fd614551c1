// A target's number as it is typed (元, hours, or a plain count) and as it is kept (分, minutes, or the count).
import { readHours, sayHours } from '@/components/inputs/hours'
import { readInteger, readMoney, sayMoney } from '@/components/inputs/money'

/** What is kept for a typed number; the text itself when it is none, for the program to refuse. */
export function keptAmount(typed: string, per: number): number | string | null {
  if (!typed.trim()) return null
  const read = per === 100 ? readMoney(typed) : per === 60 ? readHours(typed) : readInteger(typed)
  return read === null || read < 0 ? typed : read
}

/** How a kept number is typed. */
export function typedAmount(kept: number, per: number): string {
  if (per === 100) return sayMoney(kept).replace(/\.00$/, '')
  return per === 60 ? sayHours(kept) : String(kept)
}
