// 只看我的: whether a person wants to see her own people first, kept on this PC for each person and for all pages alike. It
// keeps an id and yes or no, nothing of anybody's file.

const KEPT = 'hezhan-mine-'

/** Whether she wants to see her own people only. */
export function onlyMine(me: string): boolean {
  return me !== '' && localStorage.getItem(KEPT + me) === 'yes'
}

/** Keeps what she chose last. */
export function keepOnlyMine(me: string, mine: boolean): void {
  if (me) localStorage.setItem(KEPT + me, mine ? 'yes' : 'no')
}
