// Names of kinds and fields are checked by the compiler: each of these lines would be an error without its mark.
import { expect, test, vi } from 'vitest'
import { fieldOf } from './dictionary'

vi.mock('./call', () => ({ call: vi.fn() }))

test('a misspelt field or kind does not compile', () => {
  expect(fieldOf('visit', 'result')).toBeUndefined() // no dictionary is loaded here
  // @ts-expect-error a field that visits do not have
  expect(fieldOf('visit', 'resutl')).toBeUndefined()
  // @ts-expect-error a kind that does not exist
  expect(fieldOf('vist', 'result')).toBeUndefined()
})
