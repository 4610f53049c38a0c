// Voices by keyboard: J and K walk, other letters press what bears them.
import { isTyping, next } from './voice/keys.js'

const rows = () => [...document.querySelectorAll('[data-voice]')].filter((row) => row.checkVisibility())

for (const row of document.querySelectorAll('[data-voice]')) row.tabIndex = 0

document.addEventListener('keydown', (event) => {
  const row = event.target.closest('[data-voice]')
  if (!row || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
  const key = event.key.toLowerCase()
  const list = rows()
  const to = list[next(key, list.indexOf(row), list.length)]
  const pressed = row.querySelector(`[data-key="${CSS.escape(key)}"]`)
  if (!to && !pressed) return
  event.preventDefault()
  if (to) return to.focus()
  pressed.click()
  pressed.closest('details[open]')?.querySelector('input[type="radio"]:checked, textarea, select')?.focus()
})
