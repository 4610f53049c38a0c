// A chart is one stop of the tab key: arrows lead from column to column, each of which tells its values.
import { stepped } from './chart/step.js'

document.addEventListener('keydown', (event) => {
  const bar = event.target.closest?.('.bars .bar')
  if (!bar || event.altKey || event.ctrlKey || event.metaKey) return
  const bars = [...bar.closest('.bars').querySelectorAll('.bar')]
  const to = bars[stepped(event.key, bars.indexOf(bar), bars.length)]
  if (!to) return
  event.preventDefault()
  bar.setAttribute('tabindex', '-1')
  to.setAttribute('tabindex', '0')
  to.focus()
})
