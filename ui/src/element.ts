// The Element Plus parts this program uses, registered by name so the rest stays out of the bundle.
// A page that needs another one adds it here.
import {
  ElAlert,
  ElAutocomplete,
  ElButton,
  ElCheckbox,
  ElCheckboxGroup,
  ElDatePickerPanel,
  ElDialog,
  ElDrawer,
  ElDropdown,
  ElDropdownItem,
  ElDropdownMenu,
  ElEmpty,
  ElForm,
  ElFormItem,
  ElIcon,
  ElInput,
  ElOption,
  ElPopconfirm,
  ElPopover,
  ElProgress,
  ElRadio,
  ElRadioButton,
  ElRadioGroup,
  ElSelect,
  ElSkeleton,
  ElStep,
  ElSteps,
  ElSwitch,
  ElTabPane,
  ElTable,
  ElTableColumn,
  ElTabs,
  ElTag,
  ElTooltip,
  ElLoading,
} from 'element-plus'
import type { App } from 'vue'
import DropMenu from './components/frame/DropMenu.vue'
import MiddleDialog from './components/frame/MiddleDialog.vue'
import SideDrawer from './components/frame/SideDrawer.vue'
import { vCloses } from './components/inputs/layers'
import PopCard from './components/inputs/PopCard.vue'

const parts = {
  ElAlert,
  ElAutocomplete,
  ElButton,
  ElCheckbox,
  ElCheckboxGroup,
  ElDatePickerPanel,
  ElDialog,
  ElDrawer,
  ElDropdown,
  ElDropdownItem,
  ElDropdownMenu,
  ElEmpty,
  ElForm,
  ElFormItem,
  ElIcon,
  ElInput,
  ElOption,
  ElPopconfirm,
  ElPopover,
  ElProgress,
  ElRadio,
  ElRadioButton,
  ElRadioGroup,
  ElSelect,
  ElSkeleton,
  ElStep,
  ElSteps,
  ElSwitch,
  ElTabPane,
  ElTable,
  ElTableColumn,
  ElTabs,
  ElTag,
  ElTooltip,
  DropMenu,
  MiddleDialog,
  PopCard,
  SideDrawer,
}

/** Registers the parts on the app; for drawers, dialogues, cards and menus our own, which are layers. */
export function elementParts(app: App): void {
  for (const [name, part] of Object.entries(parts)) app.component(name, part)
  app.directive('closes', vCloses)
  app.use(ElLoading)
}
