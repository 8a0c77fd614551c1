// Starts the interface: takes the bridge's token (first of all), asks where this PC stands, mounts.
import './api/token'
import 'element-plus/dist/index.css'
import './theme.css'
import { createApp } from 'vue'
import { startNews } from './api/news'
import { refreshSession } from './api/session'
import App from './App.vue'
import { elementParts } from './element'
import { router } from './router'

const app = createApp(App)
elementParts(app)
app.use(router)
await refreshSession()
startNews()
app.mount('#app')
