// The linter's rules for the interface. Style is the formatter's; who may import whom stands in lint/house.js.
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'
import house from './lint/house.js'

export default typescript.config(
  { ignores: ['dist', 'src/api/bindings.ts', 'src/api/kinds.ts'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/essential'],
  { files: ['*.js', 'lint/*.js', '*.ts'], plugins: { house }, rules: { 'house/size': 'error' } },
  {
    files: ['src/**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    plugins: { house },
    rules: {
      'house/size': 'error',
      'house/storeys': 'error',
      'house/circles': 'error',
      'house/templates': 'error',
      'house/buttons': 'error',
      'house/names': 'error',
      // A form is handed down and typed into: what it holds is reactive, the prop itself is not.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    // The place itself, the parts that wrap the library's, and tests.
    ignores: [
      'src/components/inputs/{keys,layers}.ts',
      'src/components/{frame,inputs}/{SideDrawer,MiddleDialog,DropMenu,PopCard}.vue',
      'src/**/*.test.ts',
    ],
    rules: { 'house/keys': 'error' },
  },
  {
    files: ['src/**/*.vue', 'src/features/**/*.ts', 'src/pages/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TryStatement',
          message: 'acts go through useAct, questions through useLoading, forms through useForm',
        },
      ],
    },
  },
)
