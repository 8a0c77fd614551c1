// Element Plus on the app: every part of the list by its name, and the directive of what loads.
import { ElLoading } from 'element-plus'
import type { App } from 'vue'
import DropMenu from './components/frame/DropMenu.vue'
import MiddleDialog from './components/frame/MiddleDialog.vue'
import SideDrawer from './components/frame/SideDrawer.vue'
import { vCloses } from './components/inputs/layers'
import PopCard from './components/inputs/PopCard.vue'
import * as library from './elementParts'

const parts = { ...library, DropMenu, MiddleDialog, PopCard, SideDrawer }

/** Registers the parts on the app; for drawers, dialogues, cards and menus our own, which are layers. */
export function elementParts(app: App): void {
  for (const [name, part] of Object.entries(parts)) app.component(name, part)
  app.directive('closes', vCloses)
  app.use(ElLoading)
}
