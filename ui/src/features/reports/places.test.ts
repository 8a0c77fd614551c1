// Places of reports: a draft that is kept leads back to the page on which it was written.
import { expect, it } from 'vitest'
import { draftOf, reportOfKey } from './places'

it('leads to the page of a period, or of the record that a report rests on', () => {
  expect(draftOf({ outline: 'quarterly_report', period: '2026-Q4', subject: '' })).toBe(
    '/reports/quarterly_report/2026-Q4',
  )
  expect(draftOf({ outline: 'mid_term_report', period: '2026', subject: 'a1' })).toBe('/reports/mid_term_report/-/a1')
})

it('finds the page again by the key of its draft', () => {
  const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
  const places = [
    'brief-2026-11',
    'report-quarterly_report-2026-Q4',
    'report-self_evaluation-2026',
    `report-mid_term_report-${id}`,
  ]
  expect(places.map(reportOfKey)).toEqual([
    '/reports/monthly_brief/2026-11',
    '/reports/quarterly_report/2026-Q4',
    '/reports/self_evaluation/2026',
    `/reports/mid_term_report/-/${id}`,
  ])
  expect(reportOfKey('visit:new')).toBeNull()
})
