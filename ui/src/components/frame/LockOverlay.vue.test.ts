// The lock: who works here, her passphrase, what a wrong one says. What was typed underneath is not its business.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '@/api/errors'
import { session } from '@/api/session'
import LockOverlay from './LockOverlay.vue'

const answers: Record<string, (request: never) => Promise<unknown>> = {}
const asked: Array<[string, unknown]> = []
vi.mock('@/api/call', () => ({
  call: (name: string, request: never) => {
    asked.push([name, request])
    return answers[name]?.(request) ?? Promise.resolve({})
  },
}))

const staff = [
  { id: 'w1', name: '王芳' },
  { id: 'w2', name: '周敏' },
]
const locked = { stage: 'locked', staff, person: null } as unknown as typeof session.start

function open() {
  session.start = locked
  const part = mount(LockOverlay, { attachTo: document.body })
  const passphrase = part.find<HTMLInputElement>('[data-test="unlock-passphrase"]')
  const unlock = async (text: string) => {
    await passphrase.setValue(text)
    await part.find('form').trigger('submit')
    await flushPromises()
  }
  return { part, passphrase, unlock }
}

beforeEach(() => {
  asked.length = 0
  localStorage.clear()
  HTMLDialogElement.prototype.showModal = vi.fn()
  answers['start.state'] = async () => ({ ...locked, stage: 'open', person: staff[0] })
})

describe('unlocking', () => {
  it('opens for the person who is chosen', async () => {
    const { part, unlock } = open()
    await part.findAll('[data-test="unlock-person"]')[1]!.trigger('click')
    await unlock('春天的田野')
    expect(asked[0]).toEqual(['session.unlock', { staff: 'w2', passphrase: '春天的田野' }])
    expect(session.start?.stage).toBe('open')
  })

  it('offers first who worked here last', () => {
    localStorage.setItem('hezhan-last', 'w2')
    expect(open().part.find('[aria-checked="true"]').text()).toBe('周敏')
  })

  it('with a wrong passphrase says so, empties the field and waits in it for the next', async () => {
    answers['session.unlock'] = () => Promise.reject(new CallError('wrong_passphrase', ''))
    const { part, passphrase, unlock } = open()
    await unlock('夏天')
    expect(part.text()).toContain('密码不对')
    expect(passphrase.element.value).toBe('')
    expect(document.activeElement).toBe(passphrase.element)
    expect(session.start?.stage).toBe('locked')
  })

  it('cannot be closed by Esc', async () => {
    const { part } = open()
    const cancel = new Event('cancel', { cancelable: true })
    part.find('dialog').element.dispatchEvent(cancel)
    expect(cancel.defaultPrevented).toBe(true)
  })

  it('offers help to whoever has forgotten it', async () => {
    const { part } = open()
    await part.find('[data-test="forgotten"]').trigger('click')
    expect(part.find('[data-test="recovery-request"]').exists()).toBe(true)
  })
})
