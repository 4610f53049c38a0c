// What every page loads. Each page works without it.
import 'htmx.org'

import { centred, questionOf } from './app/page.js'

// After a form came back, the reader and the keyboard start at what is to be mended.
document.getElementById('form-errors')?.focus()

// A form can ask before it does what cannot be undone: <form data-confirm="…">.
document.addEventListener('submit', (event) => {
  const question = questionOf(event)
  if (question && !window.confirm(question)) event.preventDefault()
})

// In a menu that is wider than the phone, the page's own entry is in sight.
for (const link of document.querySelectorAll('.event-nav [aria-current], .tabs [aria-current]')) {
  const bar = link.closest('ul')
  if (bar) bar.scrollLeft = centred(bar, link)
}

// What scrolls sideways can be reached by keyboard.
for (const box of document.querySelectorAll('.table-wrap')) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
}
