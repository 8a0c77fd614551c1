// Error codes of the program: each has its sentence in Chinese and what to do now.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { asCallError, CallError, ERRORS, type AnyCode } from './errors'

describe('something went wrong', () => {
  it('every code of the program says what happened and what to do', () => {
    const source = readFileSync(new URL('./bindings.ts', import.meta.url), 'utf8')
    const declared = /export type ErrorCode = ([^;]+);/.exec(source)![1]!
    const codes = [...declared.matchAll(/"([a-z_]+)"/g)].map((found) => found[1]!)
    expect(codes.length).toBeGreaterThan(15)
    for (const code of codes) {
      const text = ERRORS[code as AnyCode]
      expect(text, code).toBeDefined()
      expect(text.title.length, code).toBeGreaterThan(2)
      expect(text.todo, code).toMatch(/。$/)
    }
  })

  it('shows the words of the program when it has some, its own otherwise', () => {
    expect(asCallError({ code: 'too_many_attempts', detail: '请等 30 秒再试。', fields: [] }).todo).toBe(
      '请等 30 秒再试。',
    )
    expect(asCallError({ code: 'offline', detail: '', fields: [] }).todo).toContain('U 盘')
  })

  it('keeps the findings at their fields', () => {
    const finding = { field: 'name', message: '请填姓名', level: 'error' as const }
    expect(asCallError({ code: 'invalid', detail: '', fields: [finding] }).fields).toEqual([finding])
  })

  it('takes an unknown code or a broken answer for a fault of the program', () => {
    expect(asCallError({ code: 'something_new', detail: 'x' }).code).toBe('internal')
    expect(asCallError('text').code).toBe('internal')
    expect(asCallError(null).code).toBe('internal')
    expect(asCallError(new CallError('offline', '')).code).toBe('offline')
  })
})
