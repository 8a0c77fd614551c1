// Keys in a list to choose from: which are the list's and which belong to what is around it.
import { expect, test } from 'vitest'
import { goesPastList } from './keyboard'

test('a closed list does not keep Esc, so that the drawer around it closes', () => {
  expect(goesPastList({ key: 'Escape' }, false)).toBe(true)
  expect(goesPastList({ key: 'Escape' }, true)).toBe(false)
})

test("every other key is the list's own", () => {
  for (const key of ['Enter', 'ArrowDown', 'a', 'Backspace', 'Tab']) expect(goesPastList({ key }, false)).toBe(false)
})
