// The start of the interface: asks where this PC stands, mounts.
import 'element-plus/dist/index.css'
import './theme.css'
import { createApp } from 'vue'
import { keepOpen } from './api/door'
import { startNews } from './api/news'
import { refreshSession } from './api/session'
import App from './App.vue'
import { elementParts } from './element'
import { router } from './router'

// A file that misses its place must not take the page away: a browser would open it instead.
for (const kind of ['dragover', 'drop'] as const)
  window.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })

const app = createApp(App)
elementParts(app)
app.use(router)
keepOpen()
await refreshSession()
startNews()
app.mount('#app')
