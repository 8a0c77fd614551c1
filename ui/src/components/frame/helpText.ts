// Help pages as pieces to be shown: their few marks are headings, lists, bold and keys. No HTML is made.
import type { Kind } from '@/api/types'

/** A piece of a help page. */
export interface HelpPiece {
  kind: 'h1' | 'h2' | 'p' | 'li'
  runs: HelpRun[]
}
/** Words of one look. */
export interface HelpRun {
  look: 'plain' | 'bold' | 'key'
  text: string
}

/** A page's help: its own words, then what each plain register on it says of itself in the dictionary. */
export function helpOf(source: string, registers: Kind[]): HelpPiece[] {
  const said = registers.map(({ label, page }) => `- **${page?.label ?? label}**：${page?.hint}${page?.help}`)
  return readHelp([source, ...said].join('\n'))
}

/** Reads a help page. */
export function readHelp(source: string): HelpPiece[] {
  const pieces: HelpPiece[] = []
  for (const line of source.split(/\r?\n/)) {
    if (!line.trim()) continue
    const marked = /^(##?|-|\d+\.)\s+(.*)$/.exec(line.trim())
    const kind = !marked ? 'p' : marked[1] === '#' ? 'h1' : marked[1] === '##' ? 'h2' : 'li'
    const text = marked ? (/^\d/.test(marked[1]!) ? `${marked[1]} ${marked[2]}` : marked[2]!) : line.trim()
    pieces.push({ kind, runs: runsOf(text) })
  }
  return pieces
}

function runsOf(text: string): HelpRun[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter(Boolean)
    .map((part) =>
      part.startsWith('**')
        ? { look: 'bold', text: part.slice(2, -2) }
        : part.startsWith('`')
          ? { look: 'key', text: part.slice(1, -1) }
          : { look: 'plain', text: part },
    )
}
