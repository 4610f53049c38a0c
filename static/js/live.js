// The live room: heartbeats while the tab is open, and the current session.
import { newID } from './id.js'
import './agenda/watch.js'
import { oneLine, sessionsAt, statusText } from './live/room.js'

const room = document.getElementById('room')
const state = document.getElementById('room-state')
const tab = newID()
const body = () => new URLSearchParams({ tab })

async function sendHeartbeat() {
  const sent = fetch(room.dataset.beatTo, { method: 'POST', body: body(), signal: AbortSignal.timeout(10000) })
  state.textContent = statusText(await sent.catch(() => undefined), state.dataset)
}

sendHeartbeat()
setInterval(sendHeartbeat, room.dataset.beat * 1000)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && sendHeartbeat())
addEventListener('online', sendHeartbeat)
addEventListener('pageshow', (event) => event.persisted && sendHeartbeat())
addEventListener('pagehide', () => navigator.sendBeacon(room.dataset.leaveTo, body()))

const now = document.getElementById('now')
const none = document.getElementById('no-session')
function markCurrent() {
  const sessions = [...document.querySelectorAll('[data-from]')].map((item) => ({ ...item.dataset, item, off: item.classList.contains('off') }))
  const on = sessionsAt(sessions, Date.now() / 1000)
  for (const session of sessions) {
    session.item.classList.toggle('current', on.includes(session))
    session.item.classList.toggle('over', !session.off && Date.now() / 1000 >= Number(session.until))
    const badge = session.item.querySelector('.badge.ok')
    if (badge) badge.hidden = !on.includes(session)
  }
  const current = on.at(-1)?.item
  now.hidden = !current
  none.hidden = !!current
  const text = current && oneLine(`${current.querySelector('time').textContent} ${current.querySelector('.title').textContent}`)
  if (text && now.textContent !== text) now.textContent = text
}
markCurrent()
setInterval(markCurrent, 5000)
