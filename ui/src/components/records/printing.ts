// Asking for the print drawer from anywhere. The drawer itself stands in the frame.
import { reactive } from 'vue'
import type { PaperOf, PhotosLeftOut } from '@/api/types'

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

/** Where a preview goes on: papers from `at`, and of these pages from `first`. */
export interface PreviewPiece {
  at: number
  first: number
  /** Papers laid out at a time. */
  size: number
  /** Pages drawn at a time. */
  count: number
}

/** What is drawn after a piece whose papers came to so many pages; nothing after the last of `papers`. */
export function nextPiece(piece: PreviewPiece, pages: number, papers: number): PreviewPiece | null {
  if (piece.first + piece.count < pages) return { ...piece, first: piece.first + piece.count }
  const at = piece.at + piece.size
  return at < papers ? { ...piece, at, first: 0 } : null
}

/** The slip to sign of each visit instead of its record. */
export function asSlips(papers: PaperOf[]): PaperOf[] {
  return papers.map((one) => ({ ...one, paper: 'visit_sign_off' }))
}

/** Papers put together of what is on file; there is no blank one. */
const WHOLE = ['case_file', 'case_file_index', 'rule_compendium']

/** The blank form of each paper, which keeps whose it is. */
export function asBlank(papers: PaperOf[]): PaperOf[] {
  return papers.filter((one) => !WHOLE.includes(one.paper)).map(({ paper, rows, owner }) => ({ paper, rows, owner }))
}

/** Photos left out of papers and of those laid out before them. */
export function together(before: PhotosLeftOut | undefined, more: PhotosLeftOut): PhotosLeftOut {
  return {
    no_consent: (before?.no_consent ?? 0) + more.no_consent,
    not_here: (before?.not_here ?? 0) + more.not_here,
    beyond: (before?.beyond ?? 0) + more.beyond,
  }
}

/** Which photos are not on the papers and why, in words; nothing where all are. */
export function leftOutSaid(left: PhotosLeftOut | undefined): string {
  if (!left) return ''
  const why: string[] = []
  if (left.no_consent) why.push(`${left.no_consent} 张没有取得“照片打码后公开使用”的同意，不能给站外`)
  if (left.not_here) why.push(`${left.not_here} 张还没有送到这台电脑，联网同步后再印`)
  if (left.beyond) why.push(`${left.beyond} 张超出一页，请在记录里查看`)
  return why.length ? `有照片没有附上：${why.join('；')}。` : ''
}
