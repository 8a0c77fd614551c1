// The place of drafts of the person at this PC. When somebody else has unlocked meanwhile, nothing is written: what
// one person typed must not end up among another's drafts.
import { call } from '@/api/call'
import { session } from '@/api/session'
import type { DraftPut } from '@/api/types'
import type { DraftPlace } from './draftKeeper'

/** Where one form's draft lies, and how what was left there is fetched. */
export interface KnownPlace<Content> extends DraftPlace<Content> {
  get: () => Promise<Content | null>
}

/** The place of one form's draft. */
export function draftPlace<Content>(
  key: string,
  kind: string,
  record: string | null,
  title: (content: Content) => string,
): KnownPlace<Content> {
  const owner = session.start?.person?.id
  const stillHere = (): boolean => owner !== undefined && session.start?.person?.id === owner
  return {
    async get() {
      const { draft } = await call('drafts.get', { key }).catch(() => ({ draft: null }))
      return (draft?.content as Content | undefined) ?? null
    },
    async put(content) {
      if (stillHere())
        await call('drafts.put', { key, kind, record, title: title(content), content: content as DraftPut['content'] })
    },
    async discard() {
      if (stillHere()) await call('drafts.discard', { key })
    },
  }
}
