// Names of record kinds and of their fields as TypeScript, from schema/records: a misspelt one does not compile.
// Made before every check, test and build, written only where it says something new (whoever watches files would start
// anew), and not tracked: a new kind is one file.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const RECORDS = fileURLToPath(new URL('../../schema/records/', import.meta.url))
const TARGET = fileURLToPath(new URL('../src/api/kinds.ts', import.meta.url))

function fieldsOf(text) {
  const [, list] = /^fields = \[\n([^]*?)^\]/m.exec(text)
  return [...list.matchAll(/^ {2}\{ name = "(\w+)"/gm)].map((found) => `'${found[1]}'`)
}

/** Writes the file. */
export function writeKinds() {
  const files = readdirSync(RECORDS).filter((name) => name.endsWith('.toml'))
  const kinds = files.map((file) => {
    const fields = fieldsOf(readFileSync(RECORDS + file, 'utf8'))
    return `  ${file.replace('.toml', '')}: ${fields.join(' | ')}\n`
  })
  const names = ['export type KindName = keyof FieldsOf', 'export type FieldName<K extends KindName> = FieldsOf[K]']
  const head = '// Made by lint/kinds.js from schema/records: the fields of every kind.\n'
  const text = `${head}export interface FieldsOf {\n${kinds.join('')}}\n${names.join('\n')}\n`
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text) writeFileSync(TARGET, text)
}

writeKinds()
