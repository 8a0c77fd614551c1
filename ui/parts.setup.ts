// Parts under test: they stand in a page with the parts of Element Plus that the program registers.
import { config } from '@vue/test-utils'
import './src/components/inputs/keys'
import { elementParts } from './src/element'

config.global.plugins.push({ install: elementParts })
config.global.stubs = { teleport: true, transition: false }

// happy-dom lays nothing out: every part counts as in sight, and a dialogue of the browser just opens.
Object.defineProperty(HTMLElement.prototype, 'offsetParent', { get: () => document.body, configurable: true })
HTMLElement.prototype.scrollIntoView = () => undefined
