// Moving through a form by keyboard: Enter to the next field, Ctrl+Enter saves. IME input is left alone.
import type { Finding } from '@/api/types'
import { firstError } from '@/forms/formValues'

const FIELDS = [
  'input:not([disabled]):not([type=hidden]):not([type=file])',
  'textarea:not([disabled])',
  'button[role=radio][tabindex="0"]',
  'button[role=checkbox][tabindex="0"]',
].join(', ')

/**
 * Handles a key within a form; says whether it was one for it. Forms listen while the event goes down (capture):
 * a list swallows Enter.
 */
export function formKey(event: KeyboardEvent, form: HTMLElement, save: () => void): boolean {
  if (event.isComposing || event.key !== 'Enter') return false
  const list = (event.target as HTMLElement).closest('.el-select') !== null
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    if (list) event.stopPropagation()
    save()
    return true
  }
  const here = event.target as HTMLElement
  if (here.tagName === 'TEXTAREA' || event.shiftKey || event.altKey) return false
  if (here.tagName === 'SUMMARY' || (here.tagName === 'BUTTON' && !here.getAttribute('role'))) return false
  if (listIsOpen(here)) return false
  event.preventDefault()
  // A closed list would open under the cursor that has gone on.
  if (list) event.stopPropagation()
  return focusNext(form, here)
}

/** Puts the cursor into the field after this one. */
export function focusNext(form: HTMLElement, here: HTMLElement): boolean {
  const group = here.closest('[data-field]')
  const fields = Array.from(form.querySelectorAll<HTMLElement>(FIELDS)).filter(
    (one) => one.offsetParent !== null && one.tabIndex >= 0 && !one.closest('details:not([open])'),
  )
  const at = fields.findIndex((one) => one === here || (group !== null && group.contains(one)))
  const next = fields.slice(at + 1).find((one) => group === null || !group.contains(one))
  next?.focus()
  if (next instanceof HTMLInputElement) next.select()
  return next !== undefined
}

/** Puts the cursor into a field by name; what it is folded away in is opened. */
export function focusField(form: HTMLElement, name: string): void {
  const box = form.querySelector(`[data-field="${name}"]`)
  for (let fold = box?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true
  const field = box?.querySelector<HTMLElement>(FIELDS)
  field?.focus()
  box?.scrollIntoView({ block: 'nearest' })
}

/** Puts the cursor where the first error stands; `place` says the field that is on the page for it. */
export function focusFirst(
  form: HTMLElement | undefined,
  findings: readonly Finding[],
  place: (field: string) => string = (field) => field,
): void {
  const first = firstError(findings)
  if (first && form) focusField(form, place(first.field))
}

/**
 * Whether a key pressed in a list to choose from is meant for what is around it: Esc, when there is no list open
 * to be closed.
 */
export function goesPastList({ key }: Pick<KeyboardEvent, 'key'>, open: boolean): boolean {
  return key === 'Escape' && !open
}

/**
 * A list to choose from keeps Esc for itself even while it is closed; this hands it on. To be put on the list as
 * a capturing handler.
 */
export function listKey(event: KeyboardEvent): void {
  if (event.isComposing || !goesPastList(event, listIsOpen(event.target as HTMLElement))) return
  event.stopPropagation()
  const again = new KeyboardEvent('keydown', { key: event.key, code: event.code, bubbles: true, cancelable: true })
  if (!(event.currentTarget as HTMLElement).parentElement?.dispatchEvent(again)) event.preventDefault()
}

function listIsOpen(here: HTMLElement): boolean {
  return here.getAttribute('aria-expanded') === 'true'
}
