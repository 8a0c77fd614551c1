// A draft of a visit opens for the person it was begun for.
import { expect, it } from 'vitest'
import { visitOfDraft } from './openVisit'

it.each([
  ['visit:abc', 'abc', { visit: 'abc' }],
  ['visit:new', null, {}],
  ['visit:new:r1', null, { recipient: 'r1' }],
  ['visit:new:case-c1', null, { case: 'c1' }],
  ['mandatory_report:of:v1', null, { visit: 'v1', report: true }],
  ['mandatory_report:of:new', null, {}],
])('a draft under %s goes on where it was left', (key, record, opening) =>
  expect(visitOfDraft({ key, record })).toEqual(opening),
)
