// An empty list tells apart: nothing found, nothing in that year, nothing at all.
import { describe, expect, it } from 'vitest'
import { columnsOf, emptyList } from './rowTable'

describe('what an empty list says', () => {
  it('how to begin when there is nothing at all', () => {
    expect(emptyList('稿件', '稿件刊发后登记。', '')).toEqual({ title: '还没有稿件', hint: '稿件刊发后登记。' })
  })
  it('that other years may have some', () => {
    expect(emptyList('稿件', '稿件刊发后登记。', ' ', 2024)).toEqual({
      title: '2024 年还没有稿件',
      hint: '稿件刊发后登记。别的年份点“全部年份”看。',
    })
  })
  it('that the search looked into one year only', () => {
    expect(emptyList('稿件', '稿件刊发后登记。', '重阳', 2024).hint).toContain('2024 年')
    expect(emptyList('稿件', '稿件刊发后登记。', '重阳').hint).toBe('换个词再找。')
  })
})

describe('columns', () => {
  it('know which one grows and which hold figures', () => {
    const [name, hours] = columnsOf<{ id: string }>(
      ['name', '姓名', 90, () => '', 'grow'],
      ['hours', '小时', 50, () => '', 'figure'],
    )
    expect([name!.grow, name!.figure, hours!.grow, hours!.figure]).toEqual([true, false, false, true])
  })
})
