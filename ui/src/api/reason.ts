// Reasons asked for: what the program refuses without consent, a supervisor or the county may go on with by saying why.
// It keeps the question that is open; the dialogue shows it. Whether a reason is enough is the program's to say.
import { reactive } from 'vue'
import { asCallError } from './errors'

/** The question that is open: what the program said, and what answers it. */
export const reasonAsked = reactive<{ message: string; answer: ((reason: string) => void) | null }>({
  message: '',
  answer: null,
})

/** Sends; refused at that field, it asks why and sends again with the reason. Without one the refusal stands. */
export async function withReason<Answer>(field: string, send: (reason?: string) => Promise<Answer>): Promise<Answer> {
  try {
    return await send()
  } catch (problem) {
    const refused = asCallError(problem)
    const asked = refused.fields.find((one) => one.field === field)
    const reason = asked ? await ask(asked.message) : ''
    if (!reason) throw problem
    return await send(reason)
  }
}

/** Asks why; empty when nothing was said. */
export function ask(message: string): Promise<string> {
  reasonAsked.answer?.('')
  return new Promise((resolve) => {
    reasonAsked.message = message
    reasonAsked.answer = (reason) => {
      reasonAsked.answer = null
      resolve(reason.trim())
    }
  })
}
