// Long work: an id to be told about it, how far it is, and a way to stop it. News come through events.since.
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { call } from '@/api/call'
import { working } from '@/api/news'
import type { TaskView } from '@/api/types'

/** Long work that a page starts. */
export interface LongWork {
  running: Ref<boolean>
  view: ComputedRef<TaskView | undefined>
  run: <Answer>(work: (task: string) => Promise<Answer>) => Promise<Answer>
  cancel: () => Promise<void>
}

/** One piece of long work at a time. */
export function useLongWork(): LongWork {
  const id = ref('')
  const running = ref(false)
  return {
    running,
    view: computed(() => working.tasks.find((one) => one.task === id.value)),
    async run(work) {
      id.value = crypto.randomUUID()
      running.value = true
      try {
        return await work(id.value)
      } finally {
        running.value = false
      }
    },
    async cancel() {
      await call('tasks.cancel', { task: id.value })
    },
  }
}
