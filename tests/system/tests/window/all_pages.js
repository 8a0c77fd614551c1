// A walk over every page, drawer and form of whoever works here, with axe-core looking at each. It runs inside the page:
// pages come from the router's text, the rail and the dictionary, forms from the buttons that open one, by their names.
// Found are the violations that axe calls critical or serious; `window.__walk` tells how far it is.
const [routes, seen, whole, from] = arguments
const OPENS = /(^|-)(new|add|edit|open|more|change|print|ledger|menu|annotate|erase|remove|delete|confirm|row)(-|$)/
const NEVER = /(save|file|practice|lock|draft|begun|find|help|done|write|^undo|restore)/
const MINOR = [
  'region',
  'heading-order',
  'landmark-one-main',
  'empty-table-header',
  'empty-heading',
  'page-has-heading-one',
]
const walk = (window.__walk = { at: 0, place: '', asked: 0, done: false, found: [], seen, error: null })
const LAYERS = '.el-overlay .el-drawer, .el-overlay .el-dialog, dialog[open]'

const wait = (ms) => new Promise((done) => setTimeout(done, ms))
const visible = (one) => one.isConnected && one.checkVisibility() && !one.disabled
const all = (what) => [...document.querySelectorAll(what)].filter(visible)
const ask = (name, request = {}) => window.__TAURI_INTERNALS__.invoke('call', { name, request })

let changes = 0
new MutationObserver(() => (changes += 1)).observe(document, {
  subtree: true,
  childList: true,
  attributes: true,
  characterData: true,
})

/** Until no command is under way, nothing loads and nothing changes any more. */
async function still() {
  let before = -1
  for (let turn = 0; turn < 400; turn += 1) {
    await wait(25)
    if (changes === before && !walk.asked && !document.querySelector('.el-skeleton, .is-loading')) return
    before = changes
  }
}

/** A table that reaches beyond its room and cannot be moved sideways, and a long one without room for a row: both hide what they list. */
function hidden() {
  const beyond = all('main table.plain').filter((one) => {
    const room = one.closest('.sideways, .scroll') ?? one.parentElement
    const { paddingRight, overflowX } = getComputedStyle(room)
    const edge = room.getBoundingClientRect().right - parseFloat(paddingRight)
    return one.getBoundingClientRect().right > edge + 1 && !/auto|scroll/.test(overflowX)
  })
  const flat = [...document.querySelectorAll('main .card > .el-auto-resizer')].filter(
    (one) => one.offsetParent && one.offsetHeight < 60,
  )
  return [...beyond.map((one) => [one, 'beyond its room']), ...flat.map((one) => [one, 'no room for a row'])]
}

/** What lies over the page has been opened last; beneath it, and on the rail, everything has been looked at before. */
const context = () => all(LAYERS).at(-1) ?? (walk.at ? { exclude: ['nav'] } : document)

async function look(place) {
  await still()
  walk.place = place
  const { violations } = await axe.run(context(), {
    resultTypes: ['violations'],
    preload: false,
    rules: Object.fromEntries(MINOR.map((rule) => [rule, { enabled: false }])),
  })
  for (const { id, impact, nodes } of violations)
    if (impact === 'critical' || impact === 'serious')
      for (const node of nodes)
        walk.found.push(
          `${place}: ${impact} ${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`,
        )
  for (const [one, what] of hidden()) walk.found.push(`${place}: ${what}: ${one.innerText.slice(0, 80)}`)
  walk.at += 1
}

/** As a person presses it: whatever lies on top closes. */
async function escape() {
  const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
  const before = lies()
  ;(document.activeElement ?? document.body).dispatchEvent(key)
  // What closes is gone after a few frames, on a busy machine later.
  for (let turn = 0; turn < 60 && before && lies() === before; turn += 1) await wait(25)
  await still()
}

async function go(to) {
  const shown = () => document.querySelector('main')?.innerHTML
  const [from, before] = [location.hash, shown()]
  location.hash = `#${to}`
  // A page seen for the first time is fetched before it replaces the other one.
  for (let turn = 0; turn < 20 && location.hash !== from && shown() === before; turn += 1) await wait(25)
  await still()
}

const lies = () => all(LAYERS).length

/** Opens what a button opens, looks, and closes it by Esc; each thing once, whoever works here. */
async function tryOpener(place, address, test) {
  const name = `${address.replace(/[0-9a-f-]{36}/g, ':id')} ${test}`
  if (walk.seen.includes(name)) return
  walk.seen.push(name)
  const button = all(`main [data-test="${test}"]`)[0]
  if (!button) return
  const [from, before] = [location.hash, lies()]
  button.click()
  await look(`${place} > ${test}`)
  if (lies() > before) {
    await escape()
    if (lies() > before) walk.found.push(`${place} > ${test}: Esc did not close it`)
    for (let turn = 0; turn < 3 && lies() > before; turn += 1) await escape()
  } else await escape()
  if (location.hash !== from) await go(address)
}

async function page(who, to) {
  await go(to)
  const place = `${who} ${to}`
  await look(place)
  for (let turn = 0; turn < 3 && lies(); turn += 1) await escape()
  if (lies()) walk.found.push(`${place}: Esc did not close it`)
  // The rest of it is seen at its own address; a supervisor sees what a worker sees.
  if (!whole || to.includes('?')) return
  const tabs = () => all('main [role=tab]')
  for (let at = 0; at < Math.max(1, tabs().length); at += 1) {
    const tab = tabs()[at]
    if (tab && tab.getAttribute('aria-selected') !== 'true') {
      tab.click()
      await look(`${place} ${tab.innerText}`)
    }
    const names = [...new Set(all('main button[data-test], main [role=row][data-test]').map((one) => one.dataset.test))]
    for (const name of names.filter((one) => OPENS.test(one) && !NEVER.test(one))) {
      await tryOpener(tab ? `${to} ${tab.innerText}` : to, to, name)
      if (tab?.isConnected) tab.click()
    }
  }
}

/** Every address: the router's own, the rail's, and one record of each kind where the dictionary says it is shown. */
async function places() {
  const found = new Set(routes.filter((one) => !one.includes(':')))
  for (const one of all('nav a[href^="#/"]')) found.add(one.getAttribute('href').slice(1))
  for (const kind of (await ask('dictionary.get')).kinds) {
    const shown = kind.opens?.record ?? (kind.page && `/${kind.page.on}?tab=${kind.page.tab}&open={id}`)
    if (!shown) continue
    const { rows } = await ask('records.list', { kind: kind.name, limit: 1 }).catch(() => ({ rows: [] }))
    if (rows[0])
      found.add(shown.replace(/\{(\w+)\}/g, (_, name) => (name === 'id' ? rows[0].id : rows[0].fields[name])))
    if (kind.opens?.alone) found.add(kind.opens.alone)
  }
  const people = await ask('records.list', { kind: 'recipient', limit: 1 })
  for (const one of people.rows) found.add(`/recipients/${one.id}`)
  found.add(`/reports/monthly_brief/${new Date().toISOString().slice(0, 7)}`)
  return [...found]
}

/** What lies over any page: search, help, a new visit, the lock. */
async function frame(who) {
  for (const [name, key, how] of [
    ['find', 'k', { ctrlKey: true }],
    ['help', 'F1', {}],
    ['visit', 'n', { altKey: true }],
  ]) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ...how, bubbles: true, cancelable: true }))
    await look(`${who} ${name}`)
    all('[data-test="visit-more"]')[0]?.click()
    if (name === 'visit') await look(`${who} visit, whole`)
    await escape()
    if (lies()) walk.found.push(`${who} ${name}: Esc did not close it`)
  }
}

async function begin() {
  // Nothing moves, the rows of a table are looked at up to the fifth (the others are made alike), and a native dialogue is answered as
  // if it were cancelled.
  const few = ':is(main tbody tr, .el-table-v2__row):nth-child(n + 6) { display: none }'
  const style = `* { transition: none !important; animation: none !important } ${few}`
  document.head.insertAdjacentHTML('beforeend', `<style>${style}</style>`)
  const native = (window.__native ??= window.fetch)
  window.fetch = (address, ...rest) => {
    if (decodeURIComponent(String(address.url ?? address)).includes('plugin:dialog')) {
      const headers = { 'Content-Type': 'application/json', 'Tauri-Response': 'ok' }
      return Promise.resolve(new Response('null', { headers }))
    }
    walk.asked += 1
    return native(address, ...rest).finally(() => (walk.asked -= 1))
  }
  const who = document.querySelector('[data-test="who"]').innerText
  for (const [at, to] of (await places()).entries()) if (at % 2 === from) await page(who, to)
  await go('/')
  await frame(who)
}
begin()
  .catch((problem) => (walk.error = `${walk.place}: ${problem?.stack ?? JSON.stringify(problem)}`))
  .finally(() => (walk.done = true))
return true
