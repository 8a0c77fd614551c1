// Station names in columns: short, and never empty.
import { expect, test } from 'vitest'
import { shortName } from './stationName'

test('the county and the common ending are left out', () => {
  expect(shortName('青禾县稻香镇社会工作服务站', '青禾县')).toBe('稻香镇')
  expect(shortName('青禾县稻香镇南街社会工作服务站', '青禾县')).toBe('稻香镇南街')
})

test('a name that is built otherwise stays as it is', () => {
  expect(shortName('43990110101', '青禾县')).toBe('43990110101')
  expect(shortName('青禾县社会工作服务站', '青禾县')).toBe('青禾县社会工作服务站')
  expect(shortName('稻香镇社会工作服务站', '')).toBe('稻香镇')
})
