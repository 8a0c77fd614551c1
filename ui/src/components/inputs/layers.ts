// The layers over the page (drawers, dialogs, cards, pickers, inline forms) as one stack: which is topmost, which
// keeps the focus, where the focus goes when one closes. What closing means, each says itself.
import { nextTick, onBeforeUnmount, watch, type Directive } from 'vue'

/** One layer, as long as it is open. */
export interface Layer {
  box: () => HTMLElement | null | undefined
  close: () => void
  /** What lies beneath is out of reach: the focus stays inside. */
  modal?: boolean
}

/** What had the focus, with everything around it: one of them is still there when the rest has gone. */
type Trail = HTMLElement[]
interface OpenLayer extends Layer {
  from: Trail
}

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), ' +
  'textarea:not([disabled]), [tabindex]'
const stack: OpenLayer[] = []
let trail: Trail = []

function trailOf(here: Element | null): Trail {
  const all: Trail = []
  for (let one = here; one instanceof HTMLElement && one !== document.body; one = one.parentElement) all.push(one)
  return all
}

document.addEventListener('focusin', (event) => (trail = trailOf(event.target as Element)), true)

/** Whether it can be seen at all: what stands in a folded tab does not count. */
export const inSight = (one: HTMLElement): boolean => one.isConnected && (one.checkVisibility?.() ?? true)

/** What the Tab key stops at within a box, in order. */
export function focusable(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.tabIndex >= 0 && inSight(one))
}

/** The topmost layer that keeps the focus. */
export const topModal = (): Layer | undefined => stack.findLast((one) => one.modal)

/** Puts a layer on the stack; what it gives takes it off again and brings the focus back. */
export function openLayer(layer: Layer): () => void {
  const from = trailOf(document.activeElement)
  const mine: OpenLayer = { ...layer, from: from.length ? from : trail }
  stack.push(mine)
  return () => {
    if (!stack.includes(mine)) return
    stack.splice(stack.indexOf(mine), 1)
    const box = mine.box()
    void nextTick(() => settle(mine.from, box))
  }
}

/** A part that is a layer while `open` says so. */
export function useLayer(open: () => boolean, layer: Layer): void {
  let end: (() => void) | undefined
  watch(
    open,
    (now) => {
      end?.()
      end = now ? openLayer(layer) : undefined
    },
    { immediate: true },
  )
  onBeforeUnmount(() => end?.())
}

const ends = new WeakMap<HTMLElement, () => void>()

/** Marks the button that closes the inline form it stands in: the form is a layer as long as the button is there. */
export const vCloses: Directive<HTMLElement> = {
  mounted: (button) => {
    const box = button.closest<HTMLElement>('form, .record-form, .notice, section, .card') ?? button.parentElement
    ends.set(button, openLayer({ box: () => box, close: () => button.click() }))
  },
  beforeUnmount: (button) => ends.get(button)?.(),
}

/** Closes what Esc means: the topmost layer in reach, or where two stand side by side the one that has the focus. */
export function closeTop(): boolean {
  const seen = stack.filter((one) => one.modal || !one.box() || inSight(one.box()!))
  const reach = seen.slice(
    Math.max(
      0,
      seen.findLastIndex((one) => one.modal),
    ),
  )
  const at = document.activeElement
  const inner = reach.findLast((one) => one.box()?.contains(at))
  const layer = reach.findLast((one) => !inner || one === inner || inner.box()?.contains(one.box() ?? null))
  layer?.close()
  return layer !== undefined
}

/** Closes them all, topmost first: somebody goes elsewhere. What was typed is kept as by Esc. */
export function closeAll(): void {
  for (const layer of [...stack].reverse()) layer.close()
}

/** The Tab key in the topmost layer: round its ends, and back into it when the focus was lost. */
export function keepFocus(back: boolean): boolean {
  const box = topModal()?.box()
  if (!box) return false
  const stops = focusable(box)
  const [first, last] = [stops[0], stops.at(-1)]
  const at = document.activeElement
  if (box.contains(at) && at !== (back ? first : last)) return false
  return focusOn(back ? last : first) || focusInto(box)
}

/** After something with the focus has gone: back to where it came from, into the topmost layer, or to the page. */
function settle(from: Trail, gone?: HTMLElement | null): void {
  const at = document.activeElement
  const top = topModal()?.box()
  const lost = !at || at === document.body || gone?.contains(at) || (top && !top.contains(at))
  if (!lost) return
  const reach = (one?: HTMLElement | null) => !top || top.contains(one ?? null)
  const near = from.find((one) => one.isConnected && !gone?.contains(one))
  const same = near && from[0]?.dataset.test ? `[data-test="${CSS.escape(from[0].dataset.test)}"]` : null
  if (reach(from[0]) && focusOn(from[0])) return
  if (same && reach(near) && focusOn(near!.querySelector<HTMLElement>(same))) return
  if (top) focusInto(top)
  else focusOn(document.querySelector<HTMLElement>('main'))
}

/** To be called after a part was removed that may have had the focus. */
export function refocus(): void {
  void nextTick(() => settle(trail))
}

function focusOn(one?: HTMLElement | null): boolean {
  if (!one || !inSight(one)) return false
  one.focus()
  return document.activeElement === one
}

/** The focus goes to the first field of a box, else to its first button, else to the box itself. */
export function focusInto(box: HTMLElement): boolean {
  const stops = focusable(box)
  if (focusOn(stops.find((one) => one.matches('input, textarea')) ?? stops[0])) return true
  if (!box.hasAttribute('tabindex')) box.tabIndex = -1
  return focusOn(box)
}
