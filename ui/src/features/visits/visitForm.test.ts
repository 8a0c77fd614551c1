// The form of a visit: what it sends, in the user's verbs.
import { describe, expect, it } from 'vitest'
import { harmReported, settleObservations, takeDefaults } from './visitForm'

describe('recording a visit', () => {
  it('a sign of harm to a minor opens the report at once', () => {
    expect(harmReported({ harm_signs: ['alone'] }, true)).toBe(true)
    expect(harmReported({ harm_signs: [] }, true)).toBe(false)
    expect(harmReported({}, true)).toBe(false)
    expect(harmReported({ harm_signs: ['alone'] }, false)).toBe(false)
  })

  it('“各项正常” stands alone', () => {
    expect(settleObservations(['health'], ['health', 'normal'])).toEqual(['normal'])
    expect(settleObservations(['normal'], ['normal', 'diet'])).toEqual(['diet'])
    expect(settleObservations([], ['diet', 'mood'])).toEqual(['diet', 'mood'])
    expect(settleObservations(['normal'], [])).toEqual([])
  })

  it('choosing another person brings their village but keeps what was typed', () => {
    const values = { place: '石桥村3组', contact_mode: 'phone', next_date: '2026-12-01' }
    const filled = takeDefaults(
      values,
      { place: '大塘村1组', contact_mode: 'home', next_date: '2026-12-23' },
      { place: '石桥村3组', contact_mode: 'home', next_date: '2026-12-20' },
    )
    expect(values).toEqual({ place: '大塘村1组', contact_mode: 'phone', next_date: '2026-12-01' })
    expect(filled).toEqual({ place: '大塘村1组' })
  })
})
