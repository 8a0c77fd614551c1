// Keys and what they mean, in one place: Esc closes the topmost layer, Enter goes on or chooses or opens, Ctrl+Enter
// saves, arrows move, digits choose. Keys of an input method mean nothing. Parts say by v-keys what they have.
import { onBeforeUnmount, type Directive } from 'vue'
import { focusNext, listIsOpen, listTakesEnter } from './keyboard'
import { closeTop, focusable, inSight, keepFocus, topModal } from './layers'

/** What a part does by keys, besides what all of them do. */
export interface Keys {
  /** Ctrl+Enter anywhere in it; Enter then goes from field to field. */
  save?: () => unknown
  /** Enter in a single line. */
  enter?: (here: HTMLElement) => unknown
  /** Arrows up and down. */
  move?: (by: 1 | -1) => void
  /** Keys of its own; says whether it was one of them. */
  key?: (event: KeyboardEvent) => boolean
}

const held = new WeakMap<HTMLElement, Keys>()
const savers: HTMLElement[] = []
const shortcuts: Array<Record<string, () => boolean | void>> = []

/** Says what a part does by keys. */
export const vKeys: Directive<HTMLElement, Keys> = {
  mounted: (box, { value }) => {
    held.set(box, value)
    if (value.save) savers.push(box)
  },
  updated: (box, { value }) => void held.set(box, value),
  beforeUnmount: (box) => void savers.splice(savers.indexOf(box), savers.includes(box) ? 1 : 0),
}

/** Keys that hold everywhere, as `Ctrl+K` or `F1`; one that answers false was not meant. */
export function useShortcuts(mine: Record<string, () => boolean | void>): void {
  shortcuts.push(mine)
  onBeforeUnmount(() => void shortcuts.splice(shortcuts.indexOf(mine), 1))
}

/** An input method is at work: the key is its own, Enter too (229 where the browser tells it late). */
export const ofInputMethod = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229

/** A key with what is held, as `Ctrl+Enter`. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toUpperCase() : key
  const shift = shiftKey && key.length > 1
  return [(ctrlKey || metaKey) && 'Ctrl', altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+')
}

window.addEventListener(
  'keydown',
  (event) => {
    if (ofInputMethod(event)) return event.stopImmediatePropagation()
    if (!acts(event)) return
    event.preventDefault()
    event.stopPropagation()
  },
  true,
)

function acts(event: KeyboardEvent): boolean {
  const here = event.target instanceof HTMLElement ? event.target : document.body
  const name = keyName(event)
  if (shortcuts.some((one) => one[name] && one[name]() !== false)) return true
  if (name === 'Escape') return !listIsOpen(here) && closeTop()
  if (name === 'Tab' || name === 'Shift+Tab') return keepFocus(event.shiftKey)
  if (choose(name, here)) return true
  for (const box of around(here)) if (held.has(box) && does(held.get(box)!, name, event, box, here)) return true
  return inRows(name, here)
}

/** The parts around the focus, innermost first, within its layer; where nothing has it, the last one that saves. */
function around(here: HTMLElement): HTMLElement[] {
  const edge = topModal()?.box()
  if (here === document.body) {
    const box = savers.findLast((one) => inSight(one) && (!edge || edge.contains(one)))
    return box ? [box] : []
  }
  const all: HTMLElement[] = []
  for (let one: HTMLElement | null = here; one; one = one.parentElement) {
    all.push(one)
    if (one === edge) break
  }
  return all
}

function does(keys: Keys, name: string, event: KeyboardEvent, box: HTMLElement, here: HTMLElement): boolean {
  if (keys.key?.(event)) return true
  if (keys.move && (name === 'ArrowDown' || name === 'ArrowUp')) {
    keys.move(name === 'ArrowDown' ? 1 : -1)
    return true
  }
  if (name === 'Ctrl+Enter' && keys.save) {
    keys.save()
    return true
  }
  if (name !== 'Enter' || here.matches('textarea, a, summary, button:not([role])') || listTakesEnter(here)) return false
  if (keys.enter) keys.enter(here)
  else if (keys.save) focusNext(box, here)
  else return false
  return true
}

/** Choices of the browser's own kind: Enter takes the focused one, a digit the one that it stands beside. */
function choose(name: string, here: HTMLElement): boolean {
  const group = here.closest<HTMLElement>('.el-radio-group, [role=radiogroup]')
  if (here instanceof HTMLInputElement && ['radio', 'checkbox'].includes(here.type)) {
    if (name === 'Enter' && !here.checked) {
      here.click()
      return here.type === 'checkbox'
    }
  } else if (!group || here.matches('input, textarea')) return false
  const one = /^[1-9]$/.test(name) ? group?.querySelectorAll<HTMLElement>('input[type=radio]')[+name - 1] : undefined
  one?.focus()
  one?.click()
  return one !== undefined
}

/** A list: arrows go to the same thing of the next row, Enter on a row opens it. */
function inRows(name: string, here: HTMLElement): boolean {
  if (here.matches('input, textarea, select') || here.closest('[role=menu], [role=listbox], .el-picker-panel'))
    return false
  const row = here.closest<HTMLElement>('.table-row, tr, li')
  if (!row) return false
  if (name === 'Enter' && here === row) {
    row.click()
    return true
  }
  if (name !== 'ArrowDown' && name !== 'ArrowUp') return false
  const place = focusable(row).indexOf(here)
  for (let next = beside(row, name); next; next = beside(next, name)) {
    const stops = focusable(next)
    const to = here === row ? next : stops[Math.min(place, stops.length - 1)]
    if (!to) continue
    to.focus()
    return true
  }
  return false
}

const beside = (row: Element, name: string) =>
  (name === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling) as HTMLElement | null
