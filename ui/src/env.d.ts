// Types of Vite and of .vue files, for the compiler.
/// <reference types="vite/client" />
declare module 'element-plus/es/locale/lang/zh-cn' {
  const locale: import('element-plus/es/locale').Language
  export default locale
}
