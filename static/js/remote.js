// The remote control counts down by itself; how far the day is it asks for.
import { clock } from './stage/time.js'

setInterval(() => {
  for (const item of document.querySelectorAll('.remote [data-clock]')) {
    const left = Number(item.dataset.clock) - Date.now() / 1000
    item.textContent = left >= 0 ? clock(left) : `+${clock(-left)}`
  }
}, 500)
