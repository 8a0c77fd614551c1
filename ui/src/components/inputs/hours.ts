// Hours as people type them, minutes as they are kept. No floating point on the way out.
import { halfWidth } from './dateInput'

/** Minutes from 2.5, ２小时, 1:30 or 1小时30分; null when the text is no time. */
export function readHours(text: string): number | null {
  const plain = halfWidth(text).replace(/\s/g, '')
  const decimal = /^(\d{1,5})(?:\.(\d{1,2}))?(?:小时|学时|h)?$/i.exec(plain)
  if (decimal) return Number(decimal[1]) * 60 + Math.round((Number((decimal[2] ?? '').padEnd(2, '0')) * 60) / 100)
  const clock = /^(\d{1,4})(?::|小时)(\d{1,2})分?钟?$/.exec(plain)
  if (clock && Number(clock[2]) < 60) return Number(clock[1]) * 60 + Number(clock[2])
  return null
}

/** 2.5 for 150 minutes, at most two decimals; empty for none. */
export function sayHours(minutes: number | null | undefined): string {
  if (typeof minutes !== 'number') return ''
  return sayHundredths(Math.floor((minutes * 100 + 30) / 60))
}

/** 123.45 for 12345 hundredths, without zeros at the end. */
export function sayHundredths(hundredths: number): string {
  const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
  return text.replace(/\.?0+$/, '')
}
