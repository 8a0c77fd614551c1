// Dates in the spellings that people type, read so that the field can say at once what it understood.
// The program checks again when saving; what this cannot read is passed on as typed.
import { addDays } from './chinaTime'

const DAYS_AWAY: Record<string, number> = {
  大前天: -3,
  前天: -2,
  昨天: -1,
  昨日: -1,
  今天: 0,
  今日: 0,
  明天: 1,
  后天: 2,
}
const WEEKDAYS = '日一二三四五六'

/** The date as 2025-03-05, or null when the text is not one. `today` is such a date too. */
export function readDate(text: string, today: string): string | null {
  const plain = halfWidth(text).replace(/\s+/g, '')
  if (plain in DAYS_AWAY) return addDays(today, DAYS_AWAY[plain]!)
  const full = /^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(plain)
  if (full) return realDate(+full[1]!, +(full[2] ?? full[4]!), +(full[3] ?? full[5]!))
  const short = /^(\d{1,2})[-./月](\d{1,2})[日号]?$/.exec(plain)
  if (short) return realDate(+today.slice(0, 4), +short[1]!, +short[2]!)
  return null
}

/** 2025年3月5日 周三, or empty when it is not a date. */
export function sayDate(date: string | null | undefined): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '')
  if (!parts) return ''
  const weekday = WEEKDAYS[new Date(Date.UTC(+parts[1]!, +parts[2]! - 1, +parts[3]!)).getUTCDay()]
  return `${+parts[1]!}年${+parts[2]!}月${+parts[3]!}日 周${weekday}`
}

/** The time as 10:20 from 1020, 10:20, 10点20, 10时; null when the text is none. */
export function readTime(text: string): string | null {
  const plain = halfWidth(text).replace(/\s+/g, '')
  const parts = /^(\d{1,2})(?:[:.点时](\d{1,2})?分?|(\d{2}))?$/.exec(plain)
  if (!parts) return null
  const hour = +parts[1]!
  const minute = +(parts[2] ?? parts[3] ?? 0)
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : null
}

/** Full-width digits, letters and signs as half-width ones. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
}

function realDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1000) return null
  return `${year}-${two(month)}-${two(day)}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
