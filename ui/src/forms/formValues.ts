// Values of a form against those of the record when it was opened: which fields changed, what to send.
// Rules about the values live in the program, not here.
import { toRaw } from 'vue'
import type { FieldValue, Fields, Finding } from '@/api/types'

/** A copy of one's own, also of what a page keeps reactive: the browser cannot clone a proxy. */
export function plain(fields: Fields): Fields {
  return structuredClone(toRaw(fields))
}

/** Only the fields that differ; a field that was emptied becomes null; masked fields that were not retyped stay out. */
export function changedFields(before: Fields, now: Fields, masked: readonly string[] = []): Fields {
  const changed: Fields = {}
  for (const field of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const old = emptyAsNull(before[field])
    const fresh = emptyAsNull(now[field])
    if (same(old, fresh)) continue
    if (masked.includes(field) && fresh === null) continue
    changed[field] = fresh
  }
  return changed
}

/** The fields to be sent; masked ones only when they were typed anew. */
export function changesIn(hand: { fields: Fields; before: Fields; masked: readonly string[] }): Fields {
  return changedFields(hand.before, hand.fields, hand.masked)
}

/** Empty text, an empty list and nothing are the same: null. */
export function emptyAsNull(value: unknown): FieldValue {
  if (value === undefined || value === null || value === '') return null
  if (Array.isArray(value) && value.length === 0) return null
  return value
}

/** Whether two field values are the same; the order of several codes does not matter. */
export function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort())
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

/** Whether anything was typed at all. */
export function hasContent(fields: Fields): boolean {
  return Object.values(fields).some((value) => emptyAsNull(value) !== null && value !== false)
}

/** Derived values only where the person has typed nothing. */
export function fillEmpty(values: Fields, derived: Fields): string[] {
  const filled: string[] = []
  for (const [field, value] of Object.entries(derived)) {
    if (emptyAsNull(values[field]) !== null || emptyAsNull(value) === null) continue
    values[field] = value
    filled.push(field)
  }
  return filled
}

/** Findings of one field, errors before warnings. */
export function findingsOf(findings: readonly Finding[], field: string): Finding[] {
  return findings.filter((one) => one.field === field).sort((one, other) => one.level.localeCompare(other.level))
}

/** The first thing that keeps a form from being saved. */
export function firstError(findings: readonly Finding[]): Finding | undefined {
  return findings.find((one) => one.level === 'error')
}
