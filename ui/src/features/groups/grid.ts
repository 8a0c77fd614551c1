// Moving and marking in the grid of names × sessions by keyboard. Which marks exist and what they count is the
// program's to say.

/** A cell: row of the member, column of the session. */
export interface Cell {
  row: number
  column: number
}

/** Where an arrow, Home or End leads from a cell; null for another key. */
export function moved(key: string, at: Cell, rows: number, columns: number): Cell | null {
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))
  const to = (row: number, column: number): Cell => ({ row: within(row, rows), column: within(column, columns) })
  if (key === 'ArrowUp') return to(at.row - 1, at.column)
  if (key === 'ArrowDown' || key === 'Enter') return to(at.row + 1, at.column)
  if (key === 'ArrowLeft') return to(at.row, at.column - 1)
  if (key === 'ArrowRight') return to(at.row, at.column + 1)
  if (key === 'Home') return to(at.row, 0)
  if (key === 'End') return to(at.row, columns - 1)
  return null
}

/**
 * The mark after a key: space and a click change between 实到 and nothing, j is 请假, q is 缺席, Delete nothing;
 * undefined for another key.
 */
export function marked(key: string, now: string | null): string | null | undefined {
  const turned = (mark: string) => (now === mark ? null : mark)
  if (key === ' ' || key === 'click') return turned('present')
  if (key === 'j' || key === 'J') return turned('leave')
  if (key === 'q' || key === 'Q') return turned('absent')
  if (key === 'Delete' || key === 'Backspace') return null
  return undefined
}

/** How a mark looks. */
export const MARKS: Record<string, { sign: string; word: string }> = {
  present: { sign: '✓', word: '实到' },
  leave: { sign: '假', word: '请假' },
  absent: { sign: '缺', word: '缺席' },
}
