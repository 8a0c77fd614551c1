// Values of parameters are read in Chinese, whatever the program keeps.
import { expect, test } from 'vitest'
import { choicesOf, sayValue } from './parameterChoices'

test('a value that is kept as a word of the program is said in Chinese', () => {
  expect(sayValue('group_month', 'first')).toBe('首节所在月')
  expect(sayValue('excluded_elderly_allowance', '')).toBe('还没有定')
})

test('a typed value stands as it is, an empty one is said to be empty', () => {
  expect(choicesOf('visit_high_risk_days')).toBeUndefined()
  expect(sayValue('visit_high_risk_days', '7')).toBe('7')
  expect(sayValue('station_name_prefix', '')).toBe('（空）')
})
