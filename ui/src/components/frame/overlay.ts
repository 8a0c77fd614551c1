// Drawers and dialogues, as far as they are alike: each is a layer as long as it is open, and says at its top, in the
// line that its template calls `line`, what was said since then.
import { useTemplateRef, type ComputedRef, type Ref } from 'vue'
import { useLayer } from '@/components/inputs/layers'
import { useSaidSince } from './statusLine'

/** The line at its top, and whether something is said there. */
interface Overlay {
  line: Readonly<Ref<HTMLElement | null>>
  saidHere: ComputedRef<boolean>
}

/** `part` finds the box around the line, which is the layer. */
export function useOverlay(open: Ref<boolean | undefined>, part: '.el-drawer' | '.el-dialog'): Overlay {
  const line = useTemplateRef<HTMLElement>('line')
  const isOpen = (): boolean => open.value === true
  useLayer(isOpen, {
    box: () => line.value?.closest<HTMLElement>(part),
    close: () => (open.value = false),
    modal: true,
  })
  return { line, saidHere: useSaidSince(isOpen) }
}
