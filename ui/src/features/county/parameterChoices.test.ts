// Values of parameters are read in Chinese, whatever the program keeps.
import { expect, test } from 'vitest'
import type { KnownParameter } from '@/api/types'
import { choicesOf, sayValue } from './parameterChoices'

function parameter(of: Partial<KnownParameter>): KnownParameter {
  return { name: 'x', label: '', hint: '', default: '', source: '', options: [], ...of }
}
const month = parameter({
  default: 'first',
  options: [
    { value: 'first', label: '首节所在月' },
    { value: 'last', label: '末节所在月' },
  ],
})
const allowance = parameter({ options: [{ value: '计入', label: '计入' }] })

test('a value that is kept as a word of the program is said in Chinese', () => {
  expect(sayValue(month, 'first')).toBe('首节所在月')
  expect(sayValue(allowance, '')).toBe('还没有定')
  expect(choicesOf(month)).toHaveLength(2)
})

test('a typed value stands as it is, an empty one is said to be empty', () => {
  expect(choicesOf(parameter({}))).toBeUndefined()
  expect(sayValue(parameter({}), '7')).toBe('7')
  expect(sayValue(parameter({}), '')).toBe('（空）')
})
