// Values of a form: only what was changed is sent; empty is null; the ID number fills only what is empty.
import { describe, expect, it } from 'vitest'
import { reactive, ref } from 'vue'
import { changedFields, fillEmpty, findingsOf, hasContent, plain } from './formValues'

describe('saving a form', () => {
  it('sends only what was changed, so two people can change different fields', () => {
    expect(changedFields({ name: '李秀英', village: '石桥村' }, { name: '李秀英', village: '大塘村' })).toEqual({
      village: '大塘村',
    })
  })
  it('sends null for a field that was emptied', () => {
    expect(changedFields({ phone: '13800000000' }, { phone: '' })).toEqual({ phone: null })
    expect(changedFields({ needs: ['01'] }, { needs: [] })).toEqual({ needs: null })
  })
  it('sends nothing for a field that was empty and stays so', () => {
    expect(changedFields({}, { phone: '', needs: [], remark: null })).toEqual({})
  })
  it('does not take another order of the same codes for a change', () => {
    expect(changedFields({ needs: ['01', '02'] }, { needs: ['02', '01'] })).toEqual({})
  })
  it('does not send a masked value back, nor its blank, but does send what was typed over it', () => {
    expect(changedFields({ id_number: '430***********451X' }, { id_number: '' }, ['id_number'])).toEqual({})
    expect(
      changedFields({ id_number: '430***********451X' }, { id_number: '43052419880229451X' }, ['id_number']),
    ).toEqual({ id_number: '43052419880229451X' })
  })
  it('keeps zero and no as values', () => {
    expect(changedFields({}, { recipients_present: 0 })).toEqual({ recipients_present: 0 })
  })
})

describe('typing an ID number', () => {
  it('fills sex and birth date only where nothing stands', () => {
    const values = { sex: '', birth_date: '1988-02-28' }
    expect(fillEmpty(values, { sex: '1', birth_date: '1988-02-29' })).toEqual(['sex'])
    expect(values).toEqual({ sex: '1', birth_date: '1988-02-28' })
  })
})

it('an untouched form holds nothing worth a draft', () => {
  expect(hasContent({ name: '', needs: [], remark: null, active: false })).toBe(false)
  expect(hasContent({ name: '李' })).toBe(true)
})

it('an error stands before a warning', () => {
  const findings = [
    { field: 'id_number', message: '可能是旧区划码', level: 'warning' as const },
    { field: 'id_number', message: '位数不对', level: 'error' as const },
    { field: 'name', message: '请填姓名', level: 'error' as const },
  ]
  expect(findingsOf(findings, 'id_number').map((one) => one.message)).toEqual(['位数不对', '可能是旧区划码'])
})

describe('what a form begins with', () => {
  it('is copied even when the page keeps it reactive', () => {
    const begin = reactive({ year: 2026, needs: ['01'] })
    const copy = plain(begin)
    begin.needs.push('02')
    expect(copy).toEqual({ year: 2026, needs: ['01'] })
    expect(plain(ref({ year: 2026 }).value)).toEqual({ year: 2026 })
  })
})
