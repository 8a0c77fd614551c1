// Money is held in 分 and said in 元.
import { expect, it } from 'vitest'
import { readInteger, readMoney, sayMoney, sayYuan } from './money'

it.each([
  ['12', 1200],
  ['12.5', 1250],
  ['1,234.56', 123456],
  ['１２元', 1200],
  ['-3.07', -307],
  ['0.29', 29],
  ['¥ 700', 70000],
])('reads %s as so many 分', (typed, cents) => expect(readMoney(typed as string)).toBe(cents))
it.each(['', '十元', '1.234', '1.2.3'])('leaves %s as it was typed', (typed) => expect(readMoney(typed)).toBeNull())
it('says 分 back as 元', () => {
  expect(sayMoney(123450)).toBe('1234.50')
  expect(sayMoney(-7)).toBe('-0.07')
  expect(sayMoney(null)).toBe('')
})
it.each([
  ['412.50', '412.50 元'],
  ['1234567.89', '1,234,567.89 元'],
  ['-12000', '-12,000 元'],
  ['', ''],
  ['—', '—'],
])('shows %s with thousands and its unit', (amount, shown) => expect(sayYuan(amount)).toBe(shown))
it('reads full-width whole numbers', () => {
  expect(readInteger('１２')).toBe(12)
  expect(readInteger('三')).toBeNull()
})
