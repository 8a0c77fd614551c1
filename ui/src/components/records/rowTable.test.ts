// Columns fit the room they have; an empty list tells apart: nothing found, nothing in that year, nothing at all.
import { describe, expect, it } from 'vitest'
import { columnsOf, emptyList, fittedWidths, nextSort, sortedAs } from './rowTable'

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

/** The table of recipients at a county, which is the widest. */
const people = columnsOf<{ id: string }>(
  ['name', '姓名', 90, () => ''],
  ['sex', '性别', 46, () => ''],
  ['age', '年龄', 48, () => '', 'figure'],
  ['village', '村（居）', 116, () => ''],
  ['categories', '类别', 120, () => '', 'grow'],
  ['station', '站点', 84, () => ''],
  ['worker', '责任社工', 76, () => ''],
  ['last_visit', '上次走访', 94, () => ''],
  ['next_visit', '下次', 94, () => ''],
  ['risk', '风险', 72, () => ''],
  ['state', '状态', 104, () => ''],
)
const sum = (of: number[]): number => of.reduce((all, one) => all + one, 0)

describe('widths', () => {
  // 1366 and 1024 pixels of window, less the rail and the edges of the page.
  it.each([1180, 1010, 970])('fill a room of %i and no more, so that the last column is whole', (room) => {
    const widths = fittedWidths(people as never, room)
    expect(sum(widths)).toBeLessThanOrEqual(room)
    expect(sum(widths)).toBeGreaterThan(room - people.length)
  })
  it('never cut a title, nor a date, however small the room', () => {
    const widths = fittedWidths(people as never, 500)
    people.forEach((one, at) => expect(widths[at]).toBeGreaterThanOrEqual(one.title.length * 14 + 16))
    expect(widths[7]).toBeGreaterThanOrEqual(94)
    expect(sum(widths), 'the table is moved sideways').toBeGreaterThan(500)
  })
  it('give what is left to the column that grows, else to the last', () => {
    expect(fittedWidths(people as never, 1400)[4]! - fittedWidths(people as never, 1300)[4]!).toBe(100)
    const plain = columnsOf<{ id: string }>(['a', '甲', 80, () => ''], ['b', '乙', 80, () => ''])
    expect(fittedWidths(plain as never, 300)).toEqual([80, 220])
  })
})

describe('sorting', () => {
  it('rises, falls, and stands again as the list is by itself', () => {
    const up = nextSort(null, 'name')
    const down = nextSort(up, 'name')
    expect([up, down, nextSort(down, 'name')]).toEqual([{ column: 'name' }, { column: 'name', descending: true }, null])
    expect(nextSort(down, 'age')).toEqual({ column: 'age' })
    expect([sortedAs(up, 'name'), sortedAs(down, 'name'), sortedAs(up, 'age')]).toEqual([
      'ascending',
      'descending',
      'none',
    ])
  })
  it('is not of what has travelled how far', () => {
    expect(people.map((one) => one.unsorted)).toEqual([...Array(10).fill(false), true])
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
