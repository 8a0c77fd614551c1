// Stand-ins for parts of Element Plus that need a laid-out page, for parts under test: the browser's own lists instead.
export const nativeLists = {
  ElSelect: {
    props: ['modelValue'],
    emits: ['update:modelValue'],
    template: `<select :value="modelValue" @change="$emit('update:modelValue', $event.target.value)">
      <option value="" /><slot />
    </select>`,
  },
  ElOption: { props: ['value', 'label'], template: '<option :value="value">{{ label }}</option>' },
}
