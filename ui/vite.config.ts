// The build and the tests of the interface. They know nothing of the program's rules.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import './lint/kinds.js'

export default defineConfig({
  plugins: [vue()],
  base: './',
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: ['es2022', 'safari16'], chunkSizeWarningLimit: 1200, reportCompressedSize: false },
  server: { port: 5173, strictPort: true },
  // A busy machine is slow, not wrong.
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'plain', environment: 'node', include: ['src/**/*.test.ts'], exclude: ['src/**/*.vue.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          environment: 'happy-dom',
          include: ['src/**/*.vue.test.ts'],
          setupFiles: ['./parts.setup.ts'],
          deps: { optimizer: { client: { enabled: true, include: ['element-plus', '@element-plus/icons-vue'] } } },
        },
      },
    ],
  },
})
