// The Element Plus parts this program uses, registered by name so the rest stays out of the bundle.
// A page that needs another one adds it here.
import {
  ElAlert, ElAutocomplete, ElButton, ElCheckbox, ElCheckboxGroup, ElDatePickerPanel, ElDialog, ElDrawer, ElDropdown, ElDropdownItem,
  ElDropdownMenu, ElEmpty, ElForm, ElFormItem, ElInput, ElOption, ElPopconfirm, ElPopover, ElProgress, ElRadio, ElRadioButton,
  ElRadioGroup, ElSelect, ElSkeleton, ElStep, ElSteps, ElSwitch, ElTabPane, ElTable, ElTableColumn, ElTabs, ElTag, ElTooltip,
  ElLoading,
} from 'element-plus'
import type { App } from 'vue'

const parts = {
  ElAlert, ElAutocomplete, ElButton, ElCheckbox, ElCheckboxGroup, ElDatePickerPanel, ElDialog, ElDrawer, ElDropdown, ElDropdownItem,
  ElDropdownMenu, ElEmpty, ElForm, ElFormItem, ElInput, ElOption, ElPopconfirm, ElPopover, ElProgress, ElRadio, ElRadioButton,
  ElRadioGroup, ElSelect, ElSkeleton, ElStep, ElSteps, ElSwitch, ElTabPane, ElTable, ElTableColumn, ElTabs, ElTag, ElTooltip,
}

/** Registers the parts on the app. */
export function elementParts(app: App): void {
  for (const [name, part] of Object.entries(parts)) app.component(name, part)
  app.use(ElLoading)
}
