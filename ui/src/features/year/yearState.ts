// The look of a step's state: one tone for each, always beside its words.
import type { YearState } from '@/api/types'

/** So many lines are shown at once; more are unfolded. */
export const FEW = 2

const TONES: Record<YearState, string> = {
  failed: 'danger',
  overdue: 'danger',
  unknown: 'danger',
  near: 'warn',
  doing: 'warn',
  open: '',
  later: 'quiet',
  waiting: 'quiet',
  elsewhere: 'quiet',
  done: 'good',
}

/** The class of a state. */
export const toneOf = (state: YearState): string => TONES[state]
