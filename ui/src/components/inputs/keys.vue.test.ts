// One grammar of keys over every kind of layer: drawer, dialogue, card, menu, inline form, list, picker, choice.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, nextTick, ref } from 'vue'
import { closeAll, refocus } from './layers'
import { useShortcuts, vKeys } from './keys'

const parts: Array<{ unmount: () => void }> = []
/** A page with what is under test, on the document: keys are heard at the window. */
function page(template: string, state: Record<string, unknown> = {}) {
  const made = defineComponent({ directives: { keys: vKeys }, setup: () => state, template })
  const part = mount(made, { attachTo: document.body, global: { stubs: { teleport: false } } })
  parts.push(part)
  return part
}
function press(
  key: string,
  how: KeyboardEventInit & { keyCode?: number } = {},
  at: Element | null = document.activeElement,
) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how })
  if (how.keyCode) Object.defineProperty(event, 'keyCode', { value: how.keyCode })
  ;(at ?? document.body).dispatchEvent(event)
  return flushPromises().then(() => event)
}
const at = (name: string) => document.querySelector<HTMLElement>(`[data-test="${name}"]`)
const button = (name: string) => `<button data-test="${name}">${name}</button>`

beforeEach(() => {
  HTMLElement.prototype.checkVisibility = function () {
    return !this.closest('[style*="display: none"]')
  }
})
afterEach(() => {
  parts.splice(0).forEach((one) => one.unmount())
  document.body.innerHTML = ''
})

/** Every kind of layer, and how it is opened over a page. */
const LAYERS = {
  drawer: `<side-drawer v-model="open" title="抽屉"><input data-test="inside" /></side-drawer>`,
  dialogue: `<middle-dialog v-model="open" title="对话框"><input data-test="inside" /></middle-dialog>`,
  card: `<pop-card v-model:visible="open"><template #reference>${button('ask')}</template>
    <input data-test="inside" /></pop-card>`,
  'inline form': `<form v-if="open"><input data-test="inside" />
    <button v-closes type="button" @click="open = false">取消</button></form>`,
}

describe.each(Object.entries(LAYERS))('Esc in a %s', (_, layer) => {
  async function opened() {
    const open = ref(false)
    page(`<button data-test="before">开</button>${layer}`, { open })
    at('before')!.focus()
    open.value = true
    await flushPromises()
    at('inside')!.focus()
    return open
  }

  it('closes it, and the focus is where it was', async () => {
    const open = await opened()
    await press('Escape')
    expect(open.value).toBe(false)
    expect(document.activeElement).toBe(at('before'))
  })

  it('closes it too after what had the focus was deleted', async () => {
    const open = await opened()
    at('inside')!.remove()
    refocus()
    await nextTick()
    await press('Escape', {}, document.activeElement)
    expect(open.value).toBe(false)
  })

  it('belongs to the input method while it composes, told early or late', async () => {
    const open = await opened()
    await press('Escape', { isComposing: true })
    await press('Escape', { keyCode: 229 })
    expect(open.value).toBe(true)
  })
})

describe('layers over one another', () => {
  const state = () => ({ one: ref(true), two: ref(true) })
  const both = `
    <side-drawer v-model="one" title="下"><input data-test="lower" /></side-drawer>
    <middle-dialog v-model="two" title="上"><input data-test="upper" />${button('last')}</middle-dialog>`

  it('close one at a time, the topmost first', async () => {
    const open = state()
    page(both, open)
    await flushPromises()
    at('lower')!.focus()
    await press('Escape')
    expect([open.one.value, open.two.value]).toEqual([true, false])
    await press('Escape')
    expect(open.one.value).toBe(false)
  })

  it('keep the focus in the topmost: Tab goes round in it, and back into it', async () => {
    page(both, state())
    await flushPromises()
    at('last')!.focus()
    await press('Tab')
    expect(document.activeElement!.closest('.el-dialog')).not.toBeNull()
    at('lower')!.focus()
    await press('Tab', { shiftKey: true })
    expect(document.activeElement).toBe(at('last'))
  })

  it('all close when somebody goes elsewhere, each in its own way', async () => {
    const open = state()
    page(both, open)
    await flushPromises()
    closeAll()
    expect([open.one.value, open.two.value]).toEqual([false, false])
  })

  it('of two inline forms the one with the focus closes', async () => {
    const open = state()
    page(
      `<form v-if="one"><input data-test="lower" /><button v-closes type="button" @click="one = false" /></form>
       <form v-if="two"><input data-test="upper" /><button v-closes type="button" @click="two = false" /></form>`,
      open,
    )
    at('lower')!.focus()
    await press('Escape')
    expect([open.one.value, open.two.value]).toEqual([false, true])
  })

  it('that cannot be seen are left alone', async () => {
    const open = state()
    page(
      `<form v-if="one"><input data-test="lower" /><button v-closes type="button" @click="one = false" /></form>
       <form v-if="two" style="display: none"><button v-closes type="button" @click="two = false" /></form>`,
      open,
    )
    await press('Escape', {}, document.body)
    expect([open.one.value, open.two.value]).toEqual([false, true])
  })
})

describe('a deletion', () => {
  it('asked for on a card over a drawer leaves the focus in the drawer, and Esc closes it', async () => {
    const open = ref(true)
    const there = ref(true)
    const card = ref(true)
    page(
      `<side-drawer v-model="open" title="走访"><input data-test="field" />
         <pop-card v-if="there" v-model:visible="card"><template #reference>${button('delete')}</template>
           <input data-test="reason" /></pop-card></side-drawer>`,
      { open, there, card },
    )
    await flushPromises()
    at('reason')!.focus()
    card.value = false
    there.value = false
    await flushPromises()
    expect(document.activeElement!.closest('.el-drawer')).not.toBeNull()
    await press('Escape')
    expect(open.value).toBe(false)
  })
})

describe('Enter and Ctrl+Enter', () => {
  const form = `<div v-keys="{ save }">
    <div data-field="a"><input data-test="a" /></div><div data-field="b"><textarea aria-label="b" data-test="b" /></div>
    <div data-field="c"><input data-test="c" /></div></div>`

  it('go to the next field and save', async () => {
    const save = vi.fn()
    page(form, { save })
    at('a')!.focus()
    await press('Enter')
    expect(document.activeElement).toBe(at('b'))
    await press('Enter', { ctrlKey: true })
    expect(save).toHaveBeenCalledOnce()
  })

  it('make a new line in a text of many', async () => {
    page(form, { save: vi.fn() })
    at('b')!.focus()
    const event = await press('Enter')
    expect(event.defaultPrevented).toBe(false)
    expect(document.activeElement).toBe(at('b'))
  })

  it('save where nothing has the focus any more', async () => {
    const save = vi.fn()
    page(form, { save })
    await press('Enter', { ctrlKey: true }, document.body)
    expect(save).toHaveBeenCalledOnce()
  })

  it('of an input method act nowhere', async () => {
    const acted = vi.fn()
    page(
      `<div v-keys="{ save: acted }"><input data-test="a" v-keys="{ enter: acted, move: acted, key: acted }"
         @keydown="acted" /></div>`,
      { acted },
    )
    at('a')!.focus()
    for (const how of [{ isComposing: true }, { keyCode: 229 }, { isComposing: true, ctrlKey: true }])
      for (const key of ['Enter', 'ArrowDown', '1', 'Escape']) await press(key, how)
    expect(acted).not.toHaveBeenCalled()
  })

  it('in a card over a form are the card’s', async () => {
    const [save, enter] = [vi.fn(), vi.fn()]
    page(
      `<div v-keys="{ save }"><pop-card :visible="true"><template #reference>${button('x')}</template>
        <input data-test="reason" v-keys="{ enter }" /></pop-card></div>`,
      { save, enter },
    )
    await flushPromises()
    at('reason')!.focus()
    await press('Enter')
    await press('Enter', { ctrlKey: true })
    expect(enter).toHaveBeenCalledOnce()
    expect(save).not.toHaveBeenCalled()
  })
})

describe('a list', () => {
  const rows = `<table><tbody><tr v-for="one in 3" :key="one" class="table-row" tabindex="0" :data-test="'row-' + one"
    @click="opened = one"><td><button :data-test="'edit-' + one" @click.stop>改</button></td></tr></tbody></table>`

  it('goes up and down by arrows and opens by Enter', async () => {
    const opened = ref(0)
    page(rows, { opened })
    at('row-1')!.focus()
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowUp')
    expect(document.activeElement).toBe(at('row-2'))
    await press('Enter')
    expect(opened.value).toBe(2)
  })

  it('goes from a button to the same one of the next row', async () => {
    page(rows, { opened: ref(0) })
    at('edit-1')!.focus()
    await press('ArrowDown')
    expect(document.activeElement).toBe(at('edit-2'))
  })
})

describe('a choice', () => {
  it('of the library is taken by Enter and by its digit', async () => {
    const value = ref('a')
    page(
      `<el-radio-group v-model="value" aria-label="选"><el-radio value="a">甲</el-radio><el-radio value="b">乙</el-radio>
        <el-radio value="c">丙</el-radio></el-radio-group>`,
      { value },
    )
    const radios = [...document.querySelectorAll<HTMLElement>('input[type=radio]')]
    radios[1]!.focus()
    await press('Enter')
    expect(value.value).toBe('b')
    await press('3')
    expect(value.value).toBe('c')
  })
})

describe('a picker', () => {
  it('moves by arrows, takes by Enter', async () => {
    const [move, enter] = [vi.fn(), vi.fn()]
    page(`<div v-keys="{ move, enter }"><input data-test="text" /></div>`, { move, enter })
    at('text')!.focus()
    await press('ArrowDown')
    await press('ArrowUp')
    await press('Enter')
    expect(move.mock.calls).toEqual([[1], [-1]])
    expect(enter).toHaveBeenCalledOnce()
  })

  it('that is closed hands Esc to the drawer around it, and one that is open keeps it', async () => {
    const open = ref(true)
    page(
      `<side-drawer v-model="open" title="走访"><el-select aria-label="选" :model-value="null" filterable data-test="list"
        ><el-option value="a" label="甲" /></el-select></side-drawer>`,
      { open },
    )
    await flushPromises()
    const input = at('list')!.querySelector('input')!
    input.focus()
    input.setAttribute('aria-expanded', 'true')
    await press('Escape')
    expect(open.value).toBe(true)
    input.setAttribute('aria-expanded', 'false')
    await press('Escape')
    expect(open.value).toBe(false)
  })
})

describe('keys that hold everywhere', () => {
  it('work over an open drawer, and one that answers false was not meant', async () => {
    const found = vi.fn()
    const made = defineComponent({
      setup: () => useShortcuts({ 'Ctrl+K': found, F1: () => false }),
      template: '<side-drawer :model-value="true" title="走访"><input data-test="inside" /></side-drawer>',
    })
    parts.push(mount(made, { attachTo: document.body }))
    await flushPromises()
    at('inside')!.focus()
    expect((await press('k', { ctrlKey: true })).defaultPrevented).toBe(true)
    expect((await press('F1')).defaultPrevented).toBe(false)
    expect(found).toHaveBeenCalledOnce()
  })
})
