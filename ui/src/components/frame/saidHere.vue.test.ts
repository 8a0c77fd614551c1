// Drawers and dialogues: each says at its top what was done in it, and not what was done before it opened.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import MiddleDialog from './MiddleDialog.vue'
import SideDrawer from './SideDrawer.vue'
import { say } from './statusLine'

afterEach(() => void (document.body.innerHTML = ''))

it.each([
  ['a drawer', SideDrawer],
  ['a dialogue', MiddleDialog],
])('%s says what was said since it opened', async (_, part) => {
  const layer = mount(part, { props: { modelValue: false, title: '新走访' }, attachTo: document.body })
  const line = () => layer.find('[role="status"]').text()
  say('已保存 · 待发送')
  await layer.setProps({ modelValue: true })
  await flushPromises()
  expect(line()).toBe('')
  say('已复制')
  await flushPromises()
  expect(line()).toBe('已复制')
  await layer.setProps({ modelValue: false })
  await layer.setProps({ modelValue: true })
  await flushPromises()
  expect(line()).toBe('')
})
