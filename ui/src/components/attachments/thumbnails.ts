// Small pictures of photos and scans, by id, asked for while they are in view: a few at a time, each once.
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { call } from '@/api/call'

/** How many one answer holds. */
const PIECE = 24

/** Asks for those of `ids` that were not asked for yet, whenever `ids` changes. They come into what this gives. */
export function useThumbnails(ids: () => string[]): Ref<Record<string, string>> {
  const small = ref<Record<string, string>>({})
  const asked = new Set<string>()
  let newest = 0
  watch(
    ids,
    async (wanted) => {
      const mine = ++newest
      const lacking = wanted.filter((id) => !asked.has(id))
      while (lacking.length && mine === newest) {
        const piece = lacking.splice(0, PIECE)
        piece.forEach((id) => asked.add(id))
        const answer = await call('attachments.thumbnails', { ids: piece }).catch(() => null)
        if (answer) small.value = { ...small.value, ...(answer.thumbnails as Record<string, string>) }
        else piece.forEach((id) => asked.delete(id))
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => (newest += 1))
  return small
}
