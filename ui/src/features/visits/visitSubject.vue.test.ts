// Ctrl+N takes the person or the case that the page shows, for as long as it shows it.
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { openVisitHere, useVisitSubject, visitAsked, type VisitOpening } from './openVisit'

function page(subject: () => VisitOpening | null) {
  return mount(defineComponent({ setup: () => (useVisitSubject(subject), () => h('div')) }))
}

function asked(): VisitOpening {
  visitAsked.open = false
  openVisitHere()
  return visitAsked.opening
}

afterEach(() => {
  visitAsked.open = false
})

describe('a visit begun from anywhere', () => {
  it('is for nobody on a page that shows nobody', () => {
    expect(asked()).toEqual({})
  })

  it('is for the person or the case on the screen', () => {
    const person = page(() => ({ recipient: 'r1' }))
    expect(asked()).toEqual({ recipient: 'r1' })
    // The next page stands before the last one has gone.
    const of = page(() => ({ recipient: 'r2', case: 'c1' }))
    person.unmount()
    expect(asked()).toEqual({ recipient: 'r2', case: 'c1' })
    of.unmount()
    expect(asked()).toEqual({})
  })

  it('is for whom the page shows now, and for nobody once the file is deleted', () => {
    const shown = ref<string | null>('r1')
    const person = page(() => (shown.value ? { recipient: shown.value } : null))
    shown.value = null
    expect(asked()).toEqual({})
    person.unmount()
  })

  it('does not disturb the visit that is being typed', () => {
    const person = page(() => ({ recipient: 'r1' }))
    openVisitHere()
    const before = visitAsked.at
    person.unmount()
    openVisitHere()
    expect([visitAsked.at, visitAsked.opening]).toEqual([before, { recipient: 'r1' }])
  })
})
