// The form that registers a person from within another form, as a field is handed it: registering stands above inputs.
import type { Component, InjectionKey } from 'vue'

/** A dialog with what was typed in `typed`; says `registered` with id and name, or `close`. */
export const newPerson: InjectionKey<Component<{ typed: string }>> = Symbol('new person')
