// Parameters whose value is one of a few: what the program keeps, and what a person reads and chooses.

/** Values and their words. */
export type Choices = Array<[value: string, label: string]>

const COUNTED: Choices = [
  ['', '还没有定'],
  ['不计入', '不计入'],
  ['计入', '计入'],
]
const CHOICES: Record<string, Choices> = {
  group_month: [
    ['first', '首节所在月'],
    ['last', '末节所在月（结束后才计）'],
  ],
  excluded_basic_pension: COUNTED,
  excluded_elderly_allowance: COUNTED,
  excluded_disability_living: COUNTED,
  excluded_disability_care: COUNTED,
}

/** What may be chosen; none where the value is typed. */
export function choicesOf(parameter: string): Choices | undefined {
  return CHOICES[parameter]
}

/** A value as a person reads it. */
export function sayValue(parameter: string, value: string): string {
  return choicesOf(parameter)?.find(([one]) => one === value)?.[1] ?? (value || '（空）')
}
