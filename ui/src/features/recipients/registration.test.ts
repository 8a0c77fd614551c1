// A registration sends person, categories, household and consent as one.
import { describe, expect, it } from 'vitest'
import { blankCategory, blankRegistration, carryGuardian, settleSigner, toRequest } from './registration'

describe('registering a person', () => {
  it('sends person, categories, household and consent as one request', () => {
    const typed = blankRegistration('2026-11-23', 'w1')
    Object.assign(typed.recipient, { name: '李秀英', village: '石桥村', group_no: '3组', phone: '' })
    typed.categories = [{ ...blankCategory('2026-11-23'), category: 'dibao', level: 'A' }, blankCategory('2026-11-23')]
    typed.household = { choice: 'new', id: null, relation: '02', fields: { head_name: '' } }
    typed.consent.asked = true
    settleSigner(typed, false)
    const request = toRequest(typed, false, 'register:new')
    expect(request.recipient).not.toHaveProperty('phone')
    expect(request.categories).toEqual([{ category: 'dibao', level: 'A', start_date: '2026-11-23' }])
    expect(request.household).toEqual({ choice: 'new', relation: '02', fields: { village: '石桥村', group_no: '3组' } })
    expect(request.consent).toMatchObject({ signer: 'self', date: '2026-11-23' })
    expect(request.draft).toBe('register:new')
  })

  it('leaves consent and household out when they were not asked for', () => {
    const request = toRequest(blankRegistration('2026-11-23', null), true, 'register:new')
    expect(request.consent).toBeNull()
    expect(request.household).toEqual({ choice: 'none' })
    expect(request.provisional).toBe(true)
  })

  it('a guardian signs for a child under 14, with the name typed above', () => {
    const typed = blankRegistration('2026-11-23', null)
    Object.assign(typed.recipient, { guardian_name: '李国强', guardian_relation: '祖父' })
    settleSigner(typed, false)
    settleSigner(typed, true)
    carryGuardian(typed, {})
    expect(typed.consent.fields).toMatchObject({ signer: 'guardian', signer_name: '李国强', signer_relation: '祖父' })
  })

  it('the guardian is typed once: the consent follows every letter until it says something of its own', () => {
    const typed = blankRegistration('2026-11-23', null)
    const carried = {}
    settleSigner(typed, true)
    for (const name of ['李', '李国', '李国强']) {
      typed.recipient.guardian_name = name
      carryGuardian(typed, carried)
    }
    expect(typed.consent.fields.signer_name).toBe('李国强')
    typed.consent.fields.signer_name = '王奶奶'
    typed.recipient.guardian_name = '李国栋'
    carryGuardian(typed, carried)
    expect(typed.consent.fields.signer_name).toBe('王奶奶')
  })

  it('whether the paper is in the file is not said beforehand', () => {
    expect(blankRegistration('2026-11-23', null).consent.fields).not.toHaveProperty('paper_on_file')
  })

  it('does not change a signer that was chosen', () => {
    const typed = blankRegistration('2026-11-23', null)
    typed.consent.fields.signer = 'family'
    settleSigner(typed, false)
    settleSigner(typed, true)
    expect(typed.consent.fields.signer).toBe('family')
  })
})
