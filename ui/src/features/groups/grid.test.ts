// Keyboard in the attendance grid.
import { describe, expect, it } from 'vitest'
import { marked, moved } from './grid'

describe('moving', () => {
  it('goes by arrows and stays inside', () => {
    expect(moved('ArrowDown', { row: 0, column: 1 }, 2, 3)).toEqual({ row: 1, column: 1 })
    expect(moved('Enter', { row: 1, column: 1 }, 2, 3)).toEqual({ row: 1, column: 1 })
    expect(moved('ArrowLeft', { row: 0, column: 0 }, 2, 3)).toEqual({ row: 0, column: 0 })
    expect(moved('ArrowRight', { row: 0, column: 2 }, 2, 3)).toEqual({ row: 0, column: 2 })
    expect(moved('End', { row: 1, column: 0 }, 2, 3)).toEqual({ row: 1, column: 2 })
    expect(moved('x', { row: 0, column: 0 }, 2, 3)).toBeNull()
  })
})

describe('marking', () => {
  it('changes by space between there and nothing, and over another mark', () => {
    expect(marked(' ', null)).toBe('present')
    expect(marked(' ', 'present')).toBeNull()
    expect(marked(' ', 'absent')).toBe('present')
  })
  it('knows leave, absence and taking a mark away', () => {
    expect(marked('j', null)).toBe('leave')
    expect(marked('Q', 'present')).toBe('absent')
    expect(marked('q', 'absent')).toBeNull()
    expect(marked('Delete', 'present')).toBeNull()
    expect(marked('Tab', 'present')).toBeUndefined()
  })
})
