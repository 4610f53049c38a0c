// A screen of the stage. It asks for the next picture itself; while the network is gone the last one stays.
import 'htmx.org'

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

// A screen that fell asleep asks at once when it wakes up.
addEventListener('online', () => document.getElementById('main').dispatchEvent(new Event('stage-changed')))
