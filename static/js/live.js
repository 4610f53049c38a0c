// The online room: heartbeats while the tab is open, and the session that is on now.
const room = document.getElementById('room')
const state = document.getElementById('room-state')
const tab = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
const body = () => new URLSearchParams({ tab })

async function beat() {
  try {
    const response = await fetch(`${room.dataset.event}/beat`, { method: 'POST', body: body(), signal: AbortSignal.timeout(10000) })
    state.textContent = response.ok ? state.dataset.here : response.status === 409 ? state.dataset.closed : state.dataset.lost
  } catch {
    state.textContent = state.dataset.lost
  }
}

beat()
setInterval(beat, room.dataset.beat * 1000)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && beat())
addEventListener('online', beat)
addEventListener('pageshow', (event) => event.persisted && beat())
addEventListener('pagehide', () => navigator.sendBeacon(`${room.dataset.event}/leave`, body()))

const now = document.getElementById('now')
const none = document.getElementById('no-session')
function mark() {
  const at = Date.now() / 1000
  let current
  for (const item of document.querySelectorAll('[data-from]')) {
    const on = at >= item.dataset.from && at < item.dataset.until && !item.classList.contains('off')
    item.classList.toggle('current', on)
    if (on) current = item
  }
  now.hidden = !current
  none.hidden = !!current
  const text = current?.textContent.trim().replace(/\s+/g, ' ')
  if (text && now.textContent !== text) now.textContent = text
}
mark()
setInterval(mark, 5000)
