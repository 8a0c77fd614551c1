// Choices between two files: only what was chosen of the file that goes is taken; turning the files round turns the
// meaning.
import { expect, it } from 'vitest'
import { taken } from './choices'

it('takes the fields whose value of the going file was chosen', () => {
  const chosen = { phone: 'b', village: 'a' }
  expect(taken(chosen, 'b')).toEqual(['phone'])
  expect(taken(chosen, 'a')).toEqual(['village'])
  expect(taken({}, 'a')).toEqual([])
})
