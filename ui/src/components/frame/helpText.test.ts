// Help pages: every page has its short guide behind F1.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Kind } from '@/api/types'
import { helpOf, readHelp } from './helpText'

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

  it('says of each register on a page what the dictionary says of it', () => {
    const rooms = {
      label: '场所',
      page: { label: null, hint: '逐间登记。', help: '照片放在记录里。' },
    } as unknown as Kind
    expect(helpOf('# 站务', [rooms])).toEqual([
      { kind: 'h1', runs: [{ look: 'plain', text: '站务' }] },
      {
        kind: 'li',
        runs: [
          { look: 'bold', text: '场所' },
          { look: 'plain', text: '：逐间登记。照片放在记录里。' },
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
