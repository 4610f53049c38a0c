// Cards by keys and by swiping, and the time that is left. The buttons alone do everything.
import { leaning, stanceOfKey, timeLeft } from './consensus/cards.js'

const press = (stance) => document.querySelector(`[data-stance="${stance}"]`)?.click()

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return
  if (/^(input|textarea|select)$/i.test(event.target.tagName)) return
  const stance = stanceOfKey(event.key)
  if (!stance || !document.getElementById('card')) return
  event.preventDefault()
  press(stance)
})

let from
const lean = (event) => (from ? leaning(event.clientX - from.x, event.clientY - from.y) : undefined)
const show = (stance) => {
  const card = document.getElementById('card')
  card?.classList.toggle('leans-right', stance === 'agree')
  card?.classList.toggle('leans-left', stance === 'disagree')
  for (const button of document.querySelectorAll('[data-stance]')) button.classList.toggle('leaning', button.dataset.stance === stance)
}
document.addEventListener('pointerdown', (event) => {
  from = event.isPrimary && event.target.closest('#card') ? { x: event.clientX, y: event.clientY } : undefined
})
document.addEventListener('pointermove', (event) => from && show(lean(event)))
document.addEventListener('pointerup', (event) => {
  const stance = lean(event)
  from = undefined
  show()
  if (stance) press(stance)
})
document.addEventListener('pointercancel', () => {
  from = undefined
  show()
})

// The seconds count from when the page, or its card, came.
let over = 0
let shown
setInterval(() => {
  const left = document.getElementById('consensus-left')
  if (!left) return
  if (left !== shown) {
    shown = left
    over = Date.now() + left.dataset.seconds * 1000
  }
  const seconds = Math.round((over - Date.now()) / 1000)
  left.textContent = seconds > 0 ? left.dataset.text.replace('00:00', timeLeft(seconds)) : left.dataset.over
}, 500)
