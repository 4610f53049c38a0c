// browsers.mjs BASE TOKEN: opens the app of the reception in Firefox (WebDriver BiDi) and WebKitGTK (WebDriver), which stands for Safari: a device
// is paired, a typed code lets a person in, also once the page was opened again, and the server knows of it.
// Each says what it lacks: without a camera that codes are read with, the typed code is the way.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const [base, token] = process.argv.slice(2)
const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
const running = []

const api = async (path, body) => {
  const response = await fetch(`${base}/api/v1${path}`, {
    method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => done(port))
  })
})

// start starts a program that ends with this one.
function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' })
  child.on('error', (error) => console.error(`${command}: ${error.message}`))
  running.push(child)
}

// until asks again until there is an answer.
async function until(what, ask, within = 60000) {
  let last
  for (const end = Date.now() + within; Date.now() < end; await wait(200)) {
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (error) { last = error }
  }
  throw new Error(`in vain for ${what}${last ? `: ${last.message}` : ''}`)
}

// firefox returns what opens an address, and what evaluates a script in it.
async function firefox() {
  const port = await freePort()
  const profile = mkdtempSync(join(tmpdir(), 'meguri-firefox-'))
  start('firefox-esr', ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)])
  const socket = await until('Firefox', () => new Promise((done, fail) => {
    const s = new WebSocket(`ws://127.0.0.1:${port}/session`)
    s.onopen = () => done(s)
    s.onerror = () => fail(new Error('no connection'))
  }))
  let asked = 0
  const ask = (method, params) => new Promise((done, fail) => {
    const id = ++asked
    const hear = ({ data }) => {
      const answer = JSON.parse(data)
      if (answer.id !== id) return
      socket.removeEventListener('message', hear)
      answer.type === 'error' ? fail(new Error(answer.message)) : done(answer.result)
    }
    socket.addEventListener('message', hear)
    socket.send(JSON.stringify({ id, method, params }))
  })
  await ask('session.new', { capabilities: {} })
  const { contexts: [{ context }] } = await ask('browsingContext.getTree', {})
  return {
    open: (url) => ask('browsingContext.navigate', { context, url, wait: 'complete' }),
    evaluate: async (expression) => (await ask('script.evaluate', { expression, target: { context }, awaitPromise: true })).result?.value,
    end: () => { socket.close(); rmSync(profile, { recursive: true, force: true, maxRetries: 5 }) },
  }
}

async function webkit() {
  const port = await freePort()
  const display = `:${90 + (port % 900)}`
  start('Xvfb', [display, '-screen', '0', '1024x768x24'])
  start('WebKitWebDriver', [`--port=${port}`], { DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: '1', NO_AT_BRIDGE: '1' })
  const ask = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(body) })
    const { value } = await response.json()
    if (!response.ok) throw new Error(value.message)
    return value
  }
  const { sessionId } = await until('WebKitGTK', () => ask('/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] } } },
  }))
  return {
    open: (url) => ask(`/session/${sessionId}/url`, { url }),
    evaluate: (expression) => ask(`/session/${sessionId}/execute/sync`, { script: `return ${expression}`, args: [] }),
    end: () => fetch(`http://127.0.0.1:${port}/session/${sessionId}`, { method: 'DELETE' }),
  }
}

const at = (name) => `document.querySelector('[data-at=${name}]')`

// typed types a code, and waits for the word of the result.
async function typed(browser, code, key) {
  await until('the field', () => browser.evaluate(`${at('code')}.offsetParent !== null`))
  await browser.evaluate(`(${at('code')}.value = '${code}', ${at('code-form')}.requestSubmit(), '')`)
  const word = await browser.evaluate(`document.querySelector('[data-k=${key}]').textContent`)
  await until(`“${word}”`, () => browser.evaluate(`!${at('result')}.hidden && ${at('word')}.textContent === '${word}'`))
}

async function check(name, launch) {
  const people = []
  for (const n of [1, 2]) {
    const made = await api('/events/summit-next/registrations', {
      ticket_type: 'venue', family_name: '平間', email: `${name}${n}@others.example`, consents: ['privacy'], answers: { first_time: true, guests: 0 },
    })
    people.push(made.registration ?? made)
  }
  const device = await api('/events/summit-next/devices', { name })
  const browser = await launch()
  try {
    await browser.open(device.pairing_url.replace(/^https?:\/\/[^/]+/, base))
    await typed(browser, people[0].code.toLowerCase().replace('-', ''), 'admitted')
    await browser.open(`${base}/reception/summit-next/`)
    await typed(browser, people[1].code, 'admitted')
    const all = `attended=venue&q=${encodeURIComponent('平間')}`
    await until('the server', async () => {
      const { items } = await api(`/events/summit-next/registrations?${all}`)
      return people.every((p) => items.some((r) => r.code === p.code))
    })
    const has = await browser.evaluate(`['serviceWorker' in navigator && 'service worker', 'BarcodeDetector' in window && 'barcodes', 'vibrate' in navigator && 'vibration'].filter(Boolean).join(', ')`)
    console.log(`${name}: two people were let in by their codes; it has: ${has || 'nothing more'}`)
  } catch (error) {
    const seen = await browser.evaluate('location.pathname + " " + document.body.innerText').catch(() => '')
    throw new Error(`${error.message}. It shows: ${String(seen).replace(/\s+/g, ' ').slice(0, 400)}`)
  } finally {
    await browser.end()
  }
}

let failed = 0
for (const [name, launch] of [['Firefox', firefox], ['WebKitGTK', webkit]]) {
  try {
    await check(name, launch)
  } catch (error) {
    failed = 1
    console.error(`${name}: ${error.message}`)
  }
}
for (const child of running) child.kill()
process.exit(failed)
