// Readings of documents that the county sent down: asked once for a part of a page, and 已阅 said from it.
import { onMounted, type ShallowRef } from 'vue'
import { useAct } from '@/api/act'
import { call } from '@/api/call'
import type { CallError } from '@/api/errors'
import { useLoading } from '@/api/loading'
import { useNews } from '@/api/news'
import type { DocumentReadings } from '@/api/types'
import { say, sayError } from '@/components/frame/statusLine'

/** What a part knows of the documents. */
export interface Readings {
  content: Readonly<ShallowRef<DocumentReadings[] | null>>
  error: Readonly<ShallowRef<CallError | null>>
  /** She who is unlocked has read it. */
  confirm: (document: DocumentReadings) => Promise<void>
}

/** Asks who has read what, and again when anything of it has changed. */
export function useReadings(): Readings {
  const { content, error, load } = useLoading(() => call('rule_documents.readings', {}))
  onMounted(load)
  useNews({ kinds: ['rule_document', 'rule_document_reading', 'staff'], what: ['sync'] }, load)
  const { run } = useAct(sayError)
  const confirm = async (document: DocumentReadings): Promise<void> => {
    await run(async () => {
      await call('rule_documents.confirm', { id: document.id })
      say(`已阅“${document.title}” · 待发送`)
      await load()
    })
  }
  return { content, error, confirm }
}
