// The live room: heartbeats while the tab is open, the current session, and what is said meanwhile.
import { newID } from './id.js'
import './agenda/watch.js'
import { choose } from './caption/choices.js'
import { redraw, start } from './caption/reader.js'
import { copyFrom } from './live/copy.js'
import { oneLine, sessionsAt, statusText } from './live/room.js'
import { showVoice } from './live/said.js'

const tab = newID()
// Who opened the meeting in its app comes back to a page that slept meanwhile.
let away = false

const room = () => document.getElementById('room')
const body = () => new URLSearchParams({ tab, away })

async function sendHeartbeat() {
  const here = room()
  if (!here) return
  const sent = fetch(here.dataset.beatTo, { method: 'POST', body: body(), signal: AbortSignal.timeout(10000) })
  const response = await sent.catch(() => undefined)
  if (response?.ok && document.visibilityState === 'visible') away = false
  const state = document.getElementById('room-state')
  state.textContent = statusText(response, state.dataset)
}

sendHeartbeat()
setInterval(sendHeartbeat, (room()?.dataset.beat ?? 20) * 1000)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && sendHeartbeat())
addEventListener('online', sendHeartbeat)
addEventListener('pageshow', (event) => event.persisted && sendHeartbeat())
addEventListener('pagehide', () => room() && !away && navigator.sendBeacon(room().dataset.leaveTo, body()))
document.addEventListener('click', ({ target }) => {
  if (target.closest('#stream')) away = true
  copyFrom(target, document, navigator)
})

function markCurrent() {
  const seconds = Date.now() / 1000
  const sessions = [...document.querySelectorAll('li[data-from]')].map((item) => ({ ...item.dataset, item, off: item.classList.contains('off') }))
  const on = sessionsAt(sessions, seconds)
  for (const session of sessions) {
    session.item.classList.toggle('current', on.includes(session))
    session.item.classList.toggle('over', !session.off && seconds >= Number(session.until))
    const badge = session.item.querySelector('.badge.ok')
    if (badge) badge.hidden = !on.includes(session)
  }
  const now = document.getElementById('now')
  if (!now) return
  const current = on.at(-1)?.item
  now.hidden = !current
  document.getElementById('no-session').hidden = !!current
  const title = current && oneLine(current.querySelector('.title').textContent)
  if (title && !now.textContent.includes(title)) now.textContent = `${oneLine(current.querySelector('time').textContent)} ${title}`
  markProgress(seconds, current)
}

function markProgress(seconds, current) {
  const bar = document.querySelector('.room-progress')
  if (!bar) return
  if (current) Object.assign(bar.dataset, { from: current.dataset.from, until: current.dataset.until })
  const [from, until] = [Number(bar.dataset.from), Number(bar.dataset.until)]
  bar.hidden = !current
  bar.value = Math.min(1, Math.max(0, (seconds - from) / (until - from)))
  document.getElementById('room-left').textContent = current ? bar.dataset.left.replace('{n}', Math.max(0, Math.ceil((until - seconds) / 60))) : ''
}
markCurrent()
setInterval(markCurrent, 5000)

document.addEventListener('live-data', ({ detail: { part, data } }) => {
  if (part === 'voices') showVoice(document, data)
})

// The gate is exchanged only where it is another one: what plays goes on, and what somebody types stays. A player needs a
// new page, whose content policy names where it comes from. Who opened the meeting stays.
document.addEventListener('htmx:before:swap', (event) => {
  const { sourceElement: gate, text } = event.detail.ctx
  if (gate.id !== 'room-gate') return
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('room-gate')
  const isNew = !!fresh && fresh.dataset.gate !== gate.dataset.gate
  const plays = !!fresh?.querySelector('.room-player')
  if (!isNew || plays) event.preventDefault()
  if (isNew && plays && !away) location.reload()
})

for (const video of document.querySelectorAll('video[data-hls]')) {
  import(video.dataset.player).then(({ play }) => play(video, document.getElementById(video.dataset.fault ?? 'hls-fault')))
}
for (const button of document.querySelectorAll('[data-copy]')) button.hidden = !navigator.clipboard

start()
choose(redraw)

const composer = document.getElementById('voice-composer')
composer?.querySelector('summary').addEventListener('click', () => {
  requestAnimationFrame(() => composer.open && composer.querySelector('textarea').focus())
})
