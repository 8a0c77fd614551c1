// The panels of a record's photos, as a form is handed them: photos stand above records and use forms themselves.
import type { Component, InjectionKey } from 'vue'

/** The panel that shows the photos of any record: `kind`, `id`, `readonly`. */
export const photosOfRecord: InjectionKey<Component<{ kind: string; id: string; readonly?: boolean }>> =
  Symbol('photos')

/**
 * The panel of photos chosen for a record that is not saved yet: `kind`; `saveFor(id)` keeps them with it and answers
 * what was not put in, empty when all was.
 */
export const photosToCome: InjectionKey<Component<{ kind: string }>> = Symbol('photos to come')
