// The parts of Element Plus that templates name are those that are registered: one that is not is drawn as nothing, and
// nobody is told.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('every part that a template names is registered', () => {
  const registered = new Set([...read('./elementParts.ts').matchAll(/^ {2}(El\w+),$/gm)].map((found) => found[1]!))
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder, { recursive: true }).map(String)
  const pages = files.filter((file) => file.endsWith('.vue'))
  expect(pages.length).toBeGreaterThan(100)
  const partOf = (tag: string): string => tag.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
  const missing = pages.flatMap((file) => {
    const source = read(file)
    const named = new Set([...source.matchAll(/<(el-[a-z-]+)/g)].map((found) => found[1]!))
    const known = (tag: string): boolean => registered.has(partOf(tag)) || source.includes(`{ ${partOf(tag)} }`)
    return [...named].filter((tag) => !known(tag)).map((tag) => `${file}: ${tag}`)
  })
  expect(missing).toEqual([])
})
