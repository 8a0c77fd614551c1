// The cursor in a form: to the next field, to a field by name, to the first error. Which key does it stands in keys.ts.
import type { Finding } from '@/api/types'
import { firstError } from '@/forms/formValues'

const FIELDS = [
  'input:not([disabled]):not([type=hidden]):not([type=file])',
  'textarea:not([disabled])',
  'button[role=radio][tabindex="0"]',
  'button[role=checkbox][tabindex="0"]',
].join(', ')
const CHOICES = '[role=radiogroup], [role=group]'

/**
 * Puts the cursor into the field after this one. Where nothing is chosen yet among choices it stops before them, on
 * none: the next Enter goes on and chooses nothing by chance.
 */
export function focusNext(form: HTMLElement, here: HTMLElement): boolean {
  const group = here.closest('[data-field]') ?? (here.matches(CHOICES) ? here : null)
  const fields = Array.from(form.querySelectorAll<HTMLElement>(FIELDS)).filter(
    (one) => one.offsetParent !== null && one.tabIndex >= 0 && !one.closest('details:not([open])'),
  )
  const at = fields.findIndex((one) => one === here || (group !== null && group.contains(one)))
  const next = fields.slice(at + 1).find((one) => group === null || !group.contains(one))
  const choices = next?.getAttribute('role') ? next.closest<HTMLElement>(CHOICES) : null
  if (choices && !choices.querySelector('[aria-checked=true]')) choices.focus()
  else next?.focus()
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

/** Whether Enter is a list's own: it is open, and one of it is marked (of villages offered none is). */
export function listTakesEnter(here: HTMLElement): boolean {
  if (!listIsOpen(here)) return false
  const offered = here.closest('.el-autocomplete') && here.getAttribute('aria-controls')
  return !offered || document.getElementById(offered)?.querySelector('.highlighted') != null
}

/** Whether a list to choose from is open under the cursor: then Esc is its own. */
export function listIsOpen(here: HTMLElement): boolean {
  const list = here.closest('.el-select, .el-autocomplete')
  return list !== null && [here, list, ...list.querySelectorAll('[aria-expanded]')].some(isExpanded)
}

const isExpanded = (one: Element): boolean => one.getAttribute('aria-expanded') === 'true'
