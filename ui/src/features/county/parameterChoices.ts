// Parameters whose value is one of a few: what the program keeps, and what a person reads and chooses.
import type { KnownParameter } from '@/api/types'

/** Values and their words. */
export type Choices = Array<[value: string, label: string]>

/** What may be chosen; none where the value is typed. Where nothing is decided by default, that stands first. */
export function choicesOf({ options, default: usual }: KnownParameter): Choices | undefined {
  if (!options.length) return undefined
  const choices: Choices = options.map((one) => [one.value, one.label])
  return usual === '' ? [['', '还没有定'], ...choices] : choices
}

/** A value as a person reads it. */
export function sayValue(parameter: KnownParameter, value: string): string {
  return choicesOf(parameter)?.find(([one]) => one === value)?.[1] ?? (value || '（空）')
}
