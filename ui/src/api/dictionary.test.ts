// Names of kinds and fields are checked by the compiler: each of the marked lines would be an error without its mark.
// What the county writes beside the dictionary is fetched anew while the program runs.
import { beforeEach, expect, test, vi } from 'vitest'
import {
  codesOf,
  fieldOf,
  forgetDictionary,
  labelOf,
  loadDictionary,
  loadStations,
  loadTexts,
  phrasesOf,
} from './dictionary'

const answers: Record<string, () => Promise<unknown>> = {}
vi.mock('./call', () => ({ call: (name: string) => answers[name]!() }))

const items = (...codes: string[]) => ({ items: codes.map((code) => ({ code, label: `事项${code}`, area: 'A1' })) })
const phrases = (...said: string[]) => ({ places: [{ kind: 'visit', field: 'action_taken', texts: said }] })
beforeEach(() => {
  forgetDictionary()
  const entries = [{ code: 'A101', label: '探访' }]
  answers['dictionary.get'] = async () => ({ kinds: [], codes: [{ name: 'service_item', entries }] })
  answers['service_items.in_use'] = async () => items('B1')
  answers['phrases.list'] = async () => phrases('已告知')
})

test('a misspelt field or kind does not compile', () => {
  expect(fieldOf('visit', 'result')).toBeUndefined() // no dictionary is loaded here
  // @ts-expect-error a field that visits do not have
  expect(fieldOf('visit', 'resutl')).toBeUndefined()
  // @ts-expect-error a kind that does not exist
  expect(fieldOf('vist', 'result')).toBeUndefined()
})

test('what the county adds stands in the catalogue and at its field, also while the program runs', async () => {
  await loadDictionary()
  expect(codesOf('service_item').map((one) => one.code)).toEqual(['A101', 'B1'])
  expect(phrasesOf('visit', 'action_taken')).toEqual(['已告知'])
  answers['service_items.in_use'] = async () => items('B1', 'B2')
  answers['phrases.list'] = async () => phrases('已告知', '已转介')
  await loadTexts()
  expect(codesOf('service_item').map((one) => one.code)).toEqual(['A101', 'B1', 'B2'])
  expect(labelOf('service_item', 'B2')).toBe('事项B2')
  expect(phrasesOf('visit', 'action_taken')).toEqual(['已告知', '已转介'])
})

test('what cannot be fetched stays as it was; of somebody else nothing stays', async () => {
  await loadDictionary()
  answers['service_items.in_use'] = answers['phrases.list'] = () => Promise.reject(new Error('locked'))
  await loadTexts()
  expect(codesOf('service_item')).toHaveLength(2)
  expect(phrasesOf('visit', 'action_taken')).toEqual(['已告知'])
  forgetDictionary()
  await loadDictionary()
  expect(codesOf('service_item').map((one) => one.code)).toEqual(['A101'])
  expect(phrasesOf('visit', 'action_taken')).toEqual([])
})

test('a station registered while the program runs can be chosen; a failed look keeps what there was', async () => {
  const stations = (...names: string[]) => ({
    kinds: [],
    codes: [{ name: 'station', entries: names.map((label) => ({ code: label, label })) }],
  })
  answers['dictionary.get'] = async () => stations('大瑶')
  await loadDictionary()
  answers['dictionary.get'] = async () => stations('大瑶', '官渡')
  await loadStations()
  expect(codesOf('station').map((one) => one.label)).toEqual(['大瑶', '官渡'])
  answers['dictionary.get'] = () => Promise.reject(new Error('locked'))
  await loadStations()
  expect(codesOf('station')).toHaveLength(2)
})
