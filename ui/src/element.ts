// Element Plus on the app: every part of the list by its name, and the directive of what loads.
import { ElLoading } from 'element-plus'
import type { App } from 'vue'
import * as parts from './elementParts'

/** Registers the parts on the app. */
export function elementParts(app: App): void {
  for (const [name, part] of Object.entries(parts)) app.component(name, part)
  app.use(ElLoading)
}
