// A file that the program makes and she takes along: where to, made, handed over, and said. What is in it is the
// program's business.
import type { Ref, ShallowRef } from 'vue'
import { useAct } from '@/api/act'
import type { CallError } from '@/api/errors'
import { deliver, pickDestination } from '@/api/files'
import type { Destination, FileOut } from '@/api/types'
import { say } from './statusLine'

/** A file, or a file with the characters that no font of this PC can draw. */
type Made = FileOut | { file: FileOut; missing_glyphs: string }

/** Files of one part of a page. */
export interface Writing {
  busy: Ref<boolean>
  error: ShallowRef<CallError | null>
  /** Asks where to, then `ask` for the file. Nothing is asked when she gives up choosing a place. */
  write: (ask: (place: Destination) => Promise<Made>) => Promise<void>
}

/** `tell` says an error that has no line of its own (`sayError`). */
export function useWriting(tell?: (problem: CallError) => void): Writing {
  const { busy, error, run } = useAct(tell)
  return {
    busy,
    error,
    async write(ask) {
      const place = await pickDestination()
      if (!place) return
      await run(async () => {
        const made = await ask(place)
        const { file, missing_glyphs: missing } = 'file' in made ? made : { file: made, missing_glyphs: '' }
        await deliver(file)
        say(missing ? `已写好，这些字请手写补上：${missing}` : `已写好：${file.path ?? file.name}`)
      })
    },
  }
}
