// Moving through a form by keyboard: Enter to the next field, Ctrl+Enter saves. IME input is left alone.

const FIELDS = 'input:not([disabled]):not([type=hidden]):not([type=file]), textarea:not([disabled]), button[role=radio][tabindex="0"], button[role=checkbox][tabindex="0"]'

/** Handles a key within a form; says whether it was one for it. */
export function formKey(event: KeyboardEvent, form: HTMLElement, save: () => void): boolean {
  if (event.isComposing || event.key !== 'Enter') return false
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    save()
    return true
  }
  const here = event.target as HTMLElement
  if (here.tagName === 'TEXTAREA' || event.shiftKey || event.altKey) return false
  if (here.tagName === 'BUTTON' && !here.getAttribute('role')) return false
  if (listIsOpen(here)) return false
  event.preventDefault()
  return focusNext(form, here)
}

/** Puts the cursor into the field after this one. */
export function focusNext(form: HTMLElement, here: HTMLElement): boolean {
  const group = here.closest('[data-field]')
  const fields = Array.from(form.querySelectorAll<HTMLElement>(FIELDS)).filter((one) => one.offsetParent !== null && one.tabIndex >= 0)
  const at = fields.findIndex((one) => one === here || (group !== null && group.contains(one)))
  const next = fields.slice(at + 1).find((one) => group === null || !group.contains(one))
  next?.focus()
  if (next instanceof HTMLInputElement) next.select()
  return next !== undefined
}

/** Puts the cursor into a field by name. */
export function focusField(form: HTMLElement, name: string): void {
  const box = form.querySelector(`[data-field="${name}"]`)
  const field = box?.querySelector<HTMLElement>(FIELDS)
  field?.focus()
  box?.scrollIntoView({ block: 'nearest' })
}

/** Whether a key pressed in a list to choose from is meant for the form around it. */
export function goesPastList({ key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>, open: boolean): boolean {
  if (key === 'Enter') return !open || ctrlKey || metaKey
  return key === 'Escape' && !open
}

/**
 * A list to choose from keeps Enter and Esc for itself even while it is closed; then they belong to the form around it, and
 * Ctrl+Enter always does. To be put on the list as a capturing handler.
 */
export function listKey(event: KeyboardEvent): void {
  if (event.isComposing || !goesPastList(event, listIsOpen(event.target as HTMLElement))) return
  const { key, code, ctrlKey, metaKey, shiftKey, altKey } = event
  event.stopPropagation()
  const again = new KeyboardEvent('keydown', { key, code: code || key, ctrlKey, metaKey, shiftKey, altKey, bubbles: true, cancelable: true })
  if (!(event.currentTarget as HTMLElement).parentElement?.dispatchEvent(again)) event.preventDefault()
}

function listIsOpen(here: HTMLElement): boolean {
  return here.getAttribute('aria-expanded') === 'true'
}
