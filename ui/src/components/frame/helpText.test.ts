// Help pages: every page has its short guide behind F1.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readHelp } from './helpText'

describe('the help behind F1', () => {
  it('reads headings, lists, bold words and keys', () => {
    expect(readHelp('# 走访\n\n- 按 `Ctrl+N` **新走访**')).toEqual([
      { kind: 'h1', runs: [{ look: 'plain', text: '走访' }] },
      {
        kind: 'li',
        runs: [
          { look: 'plain', text: '按 ' },
          { look: 'key', text: 'Ctrl+N' },
          { look: 'plain', text: ' ' },
          { look: 'bold', text: '新走访' },
        ],
      },
    ])
  })

  it('has a page for every address', () => {
    const router = readFileSync(new URL('../../router.ts', import.meta.url), 'utf8')
    const wanted = new Set([...router.matchAll(/help: '([a-z]+)'/g)].map((found) => found[1]!))
    const there = new Set(readdirSync(new URL('../../help', import.meta.url)).map((name) => name.replace('.md', '')))
    expect([...wanted].filter((page) => !there.has(page))).toEqual([])
  })
})
