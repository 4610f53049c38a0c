// A screen of the stage. It asks for the next picture when it hears that something changed (push.js), often while it has
// no connection, and from time to time in any case: time itself changes what is on. While the network is gone, the last
// picture stays.
import 'htmx.org'

import { start } from './caption/reader.js'
import { clock, minutesLeft } from './stage/time.js'

function tick() {
  const now = Date.now() / 1000
  for (const item of document.querySelectorAll('[data-clock]')) item.textContent = clock(Number(item.dataset.clock) - now)
  for (const item of document.querySelectorAll('[data-until]')) {
    const left = Number(item.dataset.until) - now
    item.textContent = left > 0 ? item.dataset.minutes.replace('%', minutesLeft(left)) : item.dataset.over
  }
}
tick()
setInterval(tick, 500)

document.addEventListener('htmx:after:swap', tick)
start()

const ask = () => document.getElementById('main').dispatchEvent(new Event('stage-changed'))
setInterval(() => document.documentElement.dataset.liveConnected || ask(), 5000)
setInterval(ask, 30_000)

// A screen that fell asleep asks at once when it wakes up.
addEventListener('online', ask)
