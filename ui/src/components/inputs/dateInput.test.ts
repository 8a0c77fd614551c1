// Dates are read as people type them, and said back; what cannot be read stays as typed.
import { describe, expect, it } from 'vitest'
import { addDays, sayMoment, todayHere } from './chinaTime'
import { halfWidth, readDate, readTime, sayDate } from './dateInput'

const today = '2026-11-23'

describe('typing a date', () => {
  it.each([
    ['20250305', '2025-03-05'],
    ['2025.3.5', '2025-03-05'],
    ['2025/3/5', '2025-03-05'],
    ['2025-03-05', '2025-03-05'],
    ['2025年3月5日', '2025-03-05'],
    ['2025 年 3 月 5 日', '2025-03-05'],
    ['２０２５０３０５', '2025-03-05'],
    ['3-5', '2026-03-05'],
    ['3.5', '2026-03-05'],
    ['3月5号', '2026-03-05'],
    ['昨天', '2026-11-22'],
    ['前天', '2026-11-21'],
    ['今天', '2026-11-23'],
    ['明天', '2026-11-24'],
    ['19000101', '1900-01-01'],
    ['2090-12-31', '2090-12-31'],
    ['2024-02-29', '2024-02-29'],
  ])('understands %s', (typed, date) => expect(readDate(typed, today)).toBe(date))

  it.each(['2025-02-29', '20251301', '25.3.5.', '25-3-5', '上个月', '', '2025', '13-40'])(
    'leaves %s as it was typed',
    (typed) => expect(readDate(typed, today)).toBeNull(),
  )

  it('says the date back with its weekday', () => {
    expect(sayDate('2026-11-23')).toBe('2026年11月23日 周一')
    expect(sayDate('昨天')).toBe('')
    expect(sayDate(null)).toBe('')
  })

  it('goes over the end of a month and of a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
  })

  it('takes today from the clocks of China, whatever time zone the PC is set to', () => {
    expect(todayHere(Date.UTC(2026, 0, 9, 15, 59))).toBe('2026-01-09')
    expect(todayHere(Date.UTC(2026, 0, 9, 16, 0))).toBe('2026-01-10')
    expect(sayMoment(Date.UTC(2026, 10, 23, 1, 5), Date.UTC(2026, 10, 24))).toBe('11-23 09:05')
    expect(sayMoment(Date.UTC(2025, 10, 23, 1, 5), Date.UTC(2026, 10, 24))).toBe('2025-11-23 09:05')
  })
})

describe('typing a time', () => {
  it.each([
    ['1020', '10:20'],
    ['10:20', '10:20'],
    ['９：０５', '09:05'],
    ['9点', '09:00'],
    ['9点30分', '09:30'],
    ['9', '09:00'],
  ])('understands %s', (typed, time) => expect(readTime(typed)).toBe(time))
  it.each(['25:00', '10:75', '上午', ''])('leaves %s as it was typed', (typed) => expect(readTime(typed)).toBeNull())
})

it('full-width signs become half-width', () => expect(halfWidth('４３０Ｘ（a）')).toBe('430X(a)'))
