// What every page loads. Each page works without it.
import 'htmx.org'

import { offerSharing, showOwnTimes } from './app/event.js'
import { boxWide, centred, offerCopies, questionOf } from './app/page.js'
import { followPolls } from './app/polls.js'

// After a form with faults, the focus starts at their summary.
document.getElementById('form-errors')?.focus()

// A form may ask for confirmation: <form data-confirm="…">.
document.addEventListener('submit', (event) => {
  const question = questionOf(event)
  if (question && !window.confirm(question)) event.preventDefault()
})

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// A menu that is open is closed by Escape, and by a press elsewhere.
const openMenus = () => document.querySelectorAll('details:is(.more-menu, .account)[open]')
document.addEventListener('keydown', ({ key, target }) => {
  for (const menu of key === 'Escape' ? openMenus() : []) {
    menu.open = false
    if (menu.contains(target)) menu.querySelector('summary').focus()
  }
})
document.addEventListener('pointerdown', ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false
})

boxWide(document)
offerCopies(document, navigator)
window.addEventListener('resize', () => boxWide(document))

// What is folded on the screen is read on paper.
window.addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details.folded')) folded.open = true
})

showOwnTimes(document)
offerSharing(document, navigator)
followPolls(document)
