// The panel of a record's photos, as a form is handed it: photos stand above records and use forms themselves.
import type { Component, InjectionKey } from 'vue'

/** The panel that shows the photos of any record: `kind`, `id`, `readonly`. */
export const photosOfRecord: InjectionKey<Component<{ kind: string; id: string; readonly?: boolean }>> =
  Symbol('photos')
