// 元 as people type it, 分 as it is kept. No floating point on the way.
import { halfWidth } from './dateInput'

/** 分 from a text such as 1,234.5 or １２元; null when it is no amount. */
export function readMoney(text: string): number | null {
  const plain = halfWidth(text).replace(/[,\s元¥]/g, '')
  const parts = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!parts) return null
  const cents = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'))
  return parts[1] ? -cents : cents
}

/** 1234.50 for 123450 分; empty for none. */
export function sayMoney(cents: number | null | undefined): string {
  if (cents === null || cents === undefined || typeof cents !== 'number') return ''
  const size = Math.abs(cents)
  return `${cents < 0 ? '-' : ''}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`
}

/** 1,234.50 元 for an amount as the program writes it, 1234.50; empty for none. */
export function sayYuan(amount: string | null | undefined): string {
  if (!amount || !/^-?\d+(\.\d+)?$/.test(amount)) return amount ?? ''
  const [whole, rest] = amount.split('.') as [string, string?]
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${rest === undefined ? apart : `${apart}.${rest}`} 元`
}

/** A whole number from a text, full-width digits included; null when it is none. */
export function readInteger(text: string): number | null {
  const plain = halfWidth(text).replace(/[,\s]/g, '')
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : null
}
