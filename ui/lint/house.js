// The rules of this house that no other linter knows: how long lines and files are, which storey may import which,
// no circle of imports, templates that Vue can read. Style is the
// formatter's.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { compileTemplate, parse } from 'vue/compiler-sfc'

const SOURCES = resolve(import.meta.dirname, '../src')

/** From the ground up: each may import itself and what stands before it. A file in none of them is the roof. */
const STOREYS = [
  'api',
  'forms',
  'components/inputs',
  'components/frame',
  'components/records',
  'components/attachments',
  'features',
  'pages',
]

const place = (file) => relative(SOURCES, file).replaceAll('\\', '/')

function storeyOf(file) {
  const at = STOREYS.findIndex((one) => place(file).startsWith(`${one}/`))
  return at < 0 ? STOREYS.length : at
}

/** The file behind an import; null for a package, a picture, a style sheet. */
function target(from, name) {
  if (!name.startsWith('.') && !name.startsWith('@/')) return null
  const path = name.startsWith('@/') ? join(SOURCES, name.slice(2)) : resolve(dirname(from), name)
  return [path, `${path}.ts`, `${path}.vue`].find((one) => /\.(ts|vue)$/.test(one) && existsSync(one)) ?? null
}

/** What is wrong with one import, or undefined. */
export function refused(from, name) {
  if (name.startsWith('@tauri-apps/')) return storeyOf(from) > 0 ? 'only src/api speaks with the window' : undefined
  const to = target(from, name)
  if (!to) return undefined
  if (storeyOf(to) > storeyOf(from)) return `${place(from)} stands below ${place(to)}`
  const [mine, other] = [from, to].map((file) => /^features\/([^/]+)\//.exec(place(file))?.[1])
  return mine && other && mine !== other ? 'features do not know each other; a page combines them' : undefined
}

/** Every file with the files it imports. */
function readImports() {
  const files = readdirSync(SOURCES, { recursive: true }).map((one) => join(SOURCES, one))
  const found = new Map()
  for (const file of files.filter((one) => /\.(ts|vue)$/.test(one))) {
    const names = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((one) => one[1])
    found.set(file, names.map((name) => target(file, name)).filter(Boolean))
  }
  return found
}

/** The way from a file back to itself, or undefined. */
export function circleOf(start, imports) {
  const seen = new Set()
  const walk = (file, way) => {
    for (const next of imports.get(file) ?? []) {
      if (next === start) return [...way, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next, [...way, next])
      if (found) return found
    }
    return undefined
  }
  return walk(start, [start])
}

const size = {
  create: (context) => ({
    Program(node) {
      const lines = context.sourceCode.getText().split('\n')
      const report = (line, message) => context.report({ node, loc: { line, column: 0 }, message })
      if (lines.length > 400) report(400, `${lines.length} lines: think at 400`)
      lines.forEach((line, at) => [...line].length > 120 && report(at + 1, 'longer than 120 characters'))
      if (!/^(?:\/\/|<!--) (?!(What|Where|Which|How|Who|When|Whether|Why) )/.test(lines[0]))
        report(1, 'a file begins with its header, the noun first')
    },
  }),
}

const storeys = {
  create(context) {
    const look = (node) => {
      const message = typeof node.source?.value === 'string' && refused(context.filename, node.source.value)
      if (message) context.report({ node, message })
    }
    return { ImportDeclaration: look, ImportExpression: look, ExportNamedDeclaration: look, ExportAllDeclaration: look }
  },
}

let imports
const circles = {
  create: (context) => ({
    Program(node) {
      const way = circleOf(context.filename, (imports ??= readImports()))
      if (way) context.report({ node, message: `a circle: ${way.map(place).join(' → ')}` })
    },
  }),
}

/** What Vue refuses in a template: a handler of two statements without a semicolon, the same key twice in v-if. */
const templates = {
  create: (context) => ({
    Program(node) {
      if (!context.filename.endsWith('.vue')) return
      const { descriptor, errors } = parse(context.sourceCode.getText())
      const template = descriptor.template && {
        source: descriptor.template.content,
        filename: context.filename,
        id: 'lint',
        compilerOptions: { expressionPlugins: ['typescript'] },
      }
      for (const error of [...errors, ...(template ? compileTemplate(template).errors : [])]) {
        const message = (error.message ?? String(error)).split('\n')[0]
        context.report({ node, loc: { line: error.loc?.start.line ?? 1, column: 0 }, message })
      }
    },
  }),
}

const LAYERS = { drawer: 'side-drawer', dialog: 'middle-dialog', popover: 'pop-card', dropdown: 'drop-menu' }

/** What is wrong with the keys and layers of a part, by place in its text. */
export function keysRefused(text) {
  const found = []
  const look = (pattern, message) => {
    for (const one of text.matchAll(pattern)) found.push({ at: one.index, message: message(one[1]) })
  }
  const keys = () => 'keys go through v-keys or useShortcuts (components/inputs/keys.ts)'
  look(/(?:@|v-on:)(key(?:down|up|press))/g, keys)
  look(/(?:addEventListener\(\s*['"]|\bon)(key(?:down|up|press))\b/gi, keys)
  look(/<el-(drawer|dialog|popover|dropdown)[\s>]/g, (name) => `a layer: <${LAYERS[name]}> stands for <el-${name}>`)
  return found
}

/** Keys are heard in one place, and what lies over the page is a layer (components/inputs/layers.ts). */
const keys = {
  create: (context) => ({
    Program(node) {
      const text = context.sourceCode.getText()
      for (const { at, message } of keysRefused(text))
        context.report({ node, loc: context.sourceCode.getLocFromIndex(at), message })
    },
  }),
}

/** Buttons have one size, and danger one look: theme.css. */
const buttons = {
  meta: { fixable: 'code' },
  create: (context) => ({
    Program(node) {
      const text = context.sourceCode.getText()
      for (const one of text.matchAll(/<el-button\b(?:"[^"]*"|[^>"])*>/g))
        for (const wrong of one[0].matchAll(/\s+(?::?size="[^"]*"|link(?=[\s/>])|circle|round)/g)) {
          const from = one.index + wrong.index
          context.report({
            node,
            loc: context.sourceCode.getLocFromIndex(from + 1),
            message: 'buttons have one size and one look for one meaning (theme.css)',
            fix: (fixer) => fixer.removeRange([from, from + wrong[0].length]),
          })
        }
    },
  }),
}

/** Every field has a name: a label around it or for it, or one of its own. */
const names = {
  create: (context) => ({
    Program(node) {
      const text = context.sourceCode.getText()
      const fields =
        /<(?:el-(?:select|input|autocomplete|switch|radio-group)|InputDate|textarea)\b((?:"[^"]*"|[^>"])*)>/g
      for (const one of text.matchAll(fields)) {
        const before = text.slice(0, one.index)
        const within = before.lastIndexOf('<label') > before.lastIndexOf('</label')
        if (within || /(?:\s:?id=|aria-label|:field=)/.test(one[1])) continue
        const loc = context.sourceCode.getLocFromIndex(one.index)
        context.report({ node, loc, message: 'a field without a name: give it a label or an aria-label' })
      }
    },
  }),
}

export default { rules: { size, storeys, circles, templates, keys, buttons, names } }
