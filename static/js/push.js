// Pages that follow what happens: docs/decisions/0054-live-updates.md. A page without a connection asks from time to time.
import { Centrifuge } from 'centrifuge'

import { endpoints, isBehind, later, told } from './push/parts.js'

// A connection is lost to people only after it was so for a while.
const patience = 3000
// Without a connection, and when a page wakes up after so long, it asks.
const askEvery = 20_000
const asleep = 20_000

const root = document.querySelector('[data-live]')
const number = new Intl.NumberFormat(document.documentElement.lang)
const heard = new Map()

const parts = (name) => document.querySelectorAll(`[data-live-part~="${CSS.escape(name)}"]`)
const names = () => new Set([...document.querySelectorAll('[data-live-part]')].flatMap((e) => e.dataset.livePart.split(/\s+/)))
const ask = later((name) => {
  for (const part of parts(name)) part.dispatchEvent(new CustomEvent(`live:${name}`))
}, Number(root.dataset.liveSpread ?? 3000))

function askAll() {
  for (const name of names()) ask(name)
}

function show(change) {
  for (const [key, value] of Object.entries(change.numbers ?? {})) {
    const name = key ? `${change.part}:${key}` : change.part
    for (const place of document.querySelectorAll(`[data-live-number="${CSS.escape(name)}"]`)) place.textContent = number.format(value)
  }
  document.dispatchEvent(new CustomEvent('live-data', { detail: change }))
  for (const part of parts(change.part)) if (part.hasAttribute('data-live-always')) ask(change.part)
}

function hear(message) {
  const { brought, asked } = told(message, heard, Date.now())
  brought.forEach(show)
  asked.forEach(ask)
}

// What a page asked for in vain it asks for again once it is connected: a message is not told twice.
const inVain = new Set()
document.addEventListener('htmx:error', ({ target }) => {
  for (const name of target.dataset?.livePart?.split(/\s+/) ?? []) inVain.add(name)
})
function askAgain() {
  inVain.forEach(ask)
  inVain.clear()
}

let since = Date.now()
let timer
function say(text) {
  clearTimeout(timer)
  root.textContent = text
  root.hidden = !text
}

const client = new Centrifuge(endpoints(root.dataset.live, location), {
  emulationEndpoint: `${location.origin}${root.dataset.live}/emulation`, minReconnectDelay: 500, maxReconnectDelay: 5000,
})
let first = true
client.on('connected', ({ data }) => {
  say(first || !root.textContent ? '' : root.dataset.back)
  timer = setTimeout(say, patience, '')
  since = undefined
  document.documentElement.dataset.liveConnected = 'true'
  if (first && isBehind(Number(root.dataset.liveAt), data?.last ?? 0)) askAll()
  first = false
  askAgain()
})
client.on('connecting', () => {
  since ??= Date.now()
  delete document.documentElement.dataset.liveConnected
  clearTimeout(timer)
  timer = setTimeout(say, patience, root.dataset.lost)
})
client.on('disconnected', ({ code }) => {
  since ??= Date.now()
  if (code >= 3500) say(root.dataset.ended) // for good, as for who may not listen any more
})
client.on('subscribed', ({ wasRecovering, recovered }) => wasRecovering && !recovered && askAll())
client.on('publication', ({ data }) => hear(data))
client.connect()

setInterval(() => since !== undefined && Date.now() - since > askEvery / 2 && askAll(), askEvery)

// A phone that slept has a connection that is dead and does not know it.
let hiddenAt
function wake() {
  if (hiddenAt === undefined || Date.now() - hiddenAt < asleep || client.state === 'disconnected') return
  client.disconnect()
  client.connect()
}
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') wake()
  hiddenAt = document.visibilityState === 'hidden' ? Date.now() : undefined
})
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  client.disconnect()
  client.connect()
})
