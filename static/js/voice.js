// Voices by keyboard: J and K walk, other letters press what bears them. The page says which voice the moderator is on,
// and shows which others are on.
import { isTyping, next } from './voice/keys.js'
import { merged } from './voice/queue.js'

const all = () => [...document.querySelectorAll('[data-voice]')]
const rows = () => all().filter((row) => row.checkVisibility())
const claim = document.getElementById('voice-claim')
const state = document.getElementById('voice-state')

// The buttons of a voice are shown once it is selected: the desk stays short.
document.getElementById('voice-desk')?.classList.add('quick')
for (const row of all()) row.tabIndex = 0
resume()

// After a decision the page is a new one: the moderator goes on with the same voice, else with the one after it.
function resume() {
  const ids = JSON.parse(sessionStorage.getItem('voice-next') ?? '[]')
  sessionStorage.removeItem('voice-next')
  const row = ids.map((id) => document.querySelector(`#voice-desk [data-voice="${CSS.escape(id)}"]`)).find(Boolean)
  select(row ?? all()[0])
  if (row) setTimeout(() => row.focus()) // once those who listen below are there
}

document.addEventListener('submit', ({ target }) => {
  const row = target.closest('[data-voice]')
  if (!row) return
  const list = rows()
  const at = list.indexOf(row)
  const following = [...list.slice(at + 1), ...list.slice(0, at).reverse()].map((other) => other.dataset.voice)
  const stays = row.closest('#voice-waiting') ? [] : [row.dataset.voice]
  sessionStorage.setItem('voice-next', JSON.stringify([...stays, ...following].slice(0, 20)))
})

// What arrives while the page is open is put at the end of the queue.
state.addEventListener('live:queue', async () => {
  const answer = await fetch(location.href)
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const queue = document.getElementById('voice-waiting')
  const ids = (list) => [...list.querySelectorAll('[data-voice]')].map((row) => row.dataset.voice)
  const row = (list, id) => list.querySelector(`[data-voice="${CSS.escape(id)}"]`)
  const isBusy = (id) => row(queue, id).matches('.selected, :focus-within, :has(details[open], :checked)')
  const { go, come } = merged(ids(queue), ids(fresh.getElementById('voice-waiting')), isBusy)
  for (const id of go) row(queue, id).remove()
  for (const id of come) {
    const made = document.importNode(row(fresh, id), true)
    made.tabIndex = 0
    queue.append(made)
  }
  document.getElementById('none-waits').hidden = queue.childElementCount > 0
  for (const id of ['held', 'published']) document.getElementById(id).textContent = fresh.getElementById(id).textContent
  if (!document.querySelector('[data-voice].selected')) select(all()[0])
  const said = document.getElementById('voice-arrived')
  said.hidden = come.length === 0
  said.textContent = come.length > 0 ? said.dataset.said : ''
})

function select(row) {
  for (const other of all()) other.classList.toggle('selected', other === row)
}

function take(row, takesOver) {
  claim.elements.voice.value = row.dataset.voice
  claim.elements.takes_over.value = takesOver ? 'true' : ''
  state.dispatchEvent(new Event('claim'))
  claim.elements.takes_over.value = ''
}

document.addEventListener('focusin', ({ target }) => {
  const row = target.closest('[data-voice]')
  if (!row || row.dataset.voice === claim.elements.voice.value) return
  select(row)
  take(row, false)
})

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-take-over]')
  if (button) take(button.closest('[data-voice]'), true)
})

// Whoever is on a voice is said beside it.
document.addEventListener('htmx:after:swap', ({ target }) => {
  if (target !== state) return
  const claims = new Map([...state.querySelectorAll('[data-claim]')].map((c) => [c.dataset.claim, c.textContent]))
  for (const row of all()) {
    const said = claims.get(row.dataset.voice)
    row.classList.toggle('voice-taken', !!said)
    const notice = row.querySelector('[data-claimed]')
    notice.hidden = !said
    if (said) notice.querySelector('span').textContent = said
  }
})

// A question mark shows the keys, or hides them.
document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || isTyping(event.target)) return
  const keys = document.getElementById('voice-keys')
  keys.open = !keys.open
})

// Z takes back what was decided last, from any voice.
document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 'z' || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest('[data-voice], .voice-undo')) document.querySelector('[data-undo]')?.click()
})

document.addEventListener('keydown', (event) => {
  const row = event.target.closest('[data-voice]')
  if (!row || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
  const key = event.key.toLowerCase()
  const list = rows()
  const to = list[next(key, list.indexOf(row), list.length)]
  const pressed = row.querySelector(`[data-key="${CSS.escape(key)}"]`)
  if (!to && !pressed?.checkVisibility()) return
  event.preventDefault()
  if (to) return to.focus()
  pressed.click()
  pressed.closest('details[open]')?.querySelector('input[type="radio"]:checked, textarea, select')?.focus()
})
