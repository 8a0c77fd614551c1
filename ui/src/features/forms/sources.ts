// Sources of a form, as they are chosen and said: one text for each, so that a list can offer them.
import type { FormSources, Source } from '@/api/types'

const OVER = [
  ['period', '本期'],
  ['previous', '上期'],
  ['year_to_date', '本年累计'],
] as const

/** A source to choose. */
export interface SourceChoice {
  key: string
  label: string
  source: Source
}

/** Everything that a cell may say, words first. */
export function choicesOf(sources: FormSources | null): SourceChoice[] {
  if (!sources) return []
  const words = sources.words.map((one) => ({ is: 'word', word: one.code }) as Source)
  const figures = OVER.flatMap(([over]) =>
    sources.figures.map((one) => ({ is: 'figure', code: one.code, over }) as Source),
  )
  return [...words, ...figures].map((source) => ({ key: keyOf(source), label: said(source, sources), source }))
}

/** The same text for the same source. */
export function keyOf(source: Source | null): string {
  if (!source) return ''
  if (source.is === 'text') return `text:${source.text}`
  return source.is === 'word' ? `word:${source.word}` : `${source.over}:${source.code}`
}

/** As it is said: `本期 · 有效走访`; of a figure that is not known any more its code. */
export function said(source: Source, sources: FormSources | null): string {
  if (source.is === 'text') return `固定文字：${source.text}`
  const label = (all: { code: string; label: string }[] | undefined, code: string): string =>
    all?.find((one) => one.code === code)?.label ?? code
  if (source.is === 'word') return label(sources?.words, source.word)
  return `${OVER.find(([over]) => over === source.over)?.[1] ?? ''} · ${label(sources?.figures, source.code)}`
}

/** `AB` for 28. */
export function letters(column: number): string {
  let rest = column
  let word = ''
  for (; rest > 0; rest = Math.floor((rest - 1) / 26)) word = String.fromCharCode(65 + ((rest - 1) % 26)) + word
  return word
}
