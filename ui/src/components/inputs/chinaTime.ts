// Moments and months as people say them, on the clocks of China whatever the PC thinks.

/** A moment whose UTC fields read as the clocks of China do. Engines write dates of a locale in ways of their own. */
export function inChina(ms: number): Date {
  return new Date(ms + 8 * 3_600_000)
}

/** `2026-11-23 09:05`; 还没有 where there is none. */
export function sayWhen(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '还没有'
  return inChina(ms).toISOString().slice(0, 16).replace('T', ' ')
}

/** The month of a moment as `2026-11`. */
export function monthOf(moment: Date): string {
  return inChina(moment.getTime()).toISOString().slice(0, 7)
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

/** Today in China as 2025-03-05, by this PC's clock, whatever time zone it is set to. */
export function todayHere(now = Date.now()): string {
  return inChina(now).toISOString().slice(0, 10)
}

/** A date so many days later. */
export function addDays(date: string, days: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}

/** A point in time as 11-23 19:20, with the year when it is another one. */
export function sayMoment(ms: number | null | undefined, now = Date.now()): string {
  if (!ms) return ''
  const text = inChina(ms).toISOString()
  const sameYear = text.slice(0, 4) === inChina(now).toISOString().slice(0, 4)
  return `${sameYear ? text.slice(5, 10) : text.slice(0, 10)} ${text.slice(11, 16)}`
}
