// Keys in a list to choose from: which are the list's and which the form's.
import { expect, test } from 'vitest'
import { goesPastList } from './keyboard'

const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false })

test('a closed list keeps neither Enter nor Esc, so that the form goes on or closes', () => {
  expect(goesPastList(key('Enter'), false)).toBe(true)
  expect(goesPastList(key('Escape'), false)).toBe(true)
})

test('an open list chooses by Enter and closes by Esc; Ctrl+Enter saves all the same', () => {
  expect(goesPastList(key('Enter'), true)).toBe(false)
  expect(goesPastList(key('Escape'), true)).toBe(false)
  expect(goesPastList(key('Enter', true), true)).toBe(true)
})

test('typing and arrows are the list\'s own', () => {
  for (const name of ['ArrowDown', 'a', 'Backspace', 'Tab']) expect(goesPastList(key(name), false)).toBe(false)
})
