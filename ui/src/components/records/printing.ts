// Asking for the print drawer from anywhere. The drawer itself stands in the frame.
import { reactive } from 'vue'
import type { PaperOf } from '@/api/types'

/** What was asked last: papers in order and what the drawer is to be called; `at` grows with each asking. */
export const printAsked = reactive<{ open: boolean; papers: PaperOf[]; title: string; at: number }>({
  open: false,
  papers: [],
  title: '',
  at: 0,
})

/** Opens the print drawer on these papers. */
export function openPrinting(papers: PaperOf[], title = '打印'): void {
  printAsked.papers = papers
  printAsked.title = title
  printAsked.at += 1
  printAsked.open = true
}

/** The blank form of each paper, which keeps whose it is. */
export function asBlank(papers: PaperOf[]): PaperOf[] {
  return papers
    .filter((one) => !one.paper.startsWith('case_file'))
    .map(({ paper, rows, owner }) => ({ paper, rows, owner }))
}
