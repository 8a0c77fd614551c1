// Moments and months as people say them, on the clocks of China whatever the PC thinks.

const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', month: '2-digit', day: '2-digit', year: 'numeric' })
const MINUTE = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false })

/** `2026-11-23 09:05`; 还没有 where there is none. */
export function sayWhen(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '还没有'
  const moment = new Date(ms)
  return `${DAY.format(moment)} ${MINUTE.format(moment)}`
}

/** The month of a moment as `2026-11`. */
export function monthOf(moment: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' }).formatToParts(moment)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}`
}

/** A month some months away: `monthPlus('2026-01', -1)` is `2025-12`. */
export function monthPlus(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const at = year * 12 + number - 1 + by
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}

/** `2026-11` as 2026年11月. */
export function sayMonth(month: string): string {
  const [year, number] = month.split('-')
  return `${year}年${Number(number)}月`
}
