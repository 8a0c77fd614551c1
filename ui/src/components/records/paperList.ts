// The forms that can be printed; they belong to the program and are asked for once.
import { call } from '@/api/call'
import type { PaperRow } from '@/api/types'

let asked: Promise<PaperRow[]> | null = null

/** Every form, in the order in which they are offered. */
export function paperList(): Promise<PaperRow[]> {
  asked ??= call('papers.list', {}).catch((problem) => {
    asked = null
    throw problem
  })
  return asked
}

/** What was asked is asked again, by whoever comes next. */
export function forgetPapers(): void {
  asked = null
}
