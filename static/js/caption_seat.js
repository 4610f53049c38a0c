// A captioner's seat: docs/decisions/0070-captions.md.
import { createQueue, split } from './caption/queue.js'
import { lineOf, linesNow, start, take } from './caption/reader.js'
import { post, sendDrafts, sendLines } from './caption/send.js'
import { insert, match } from './caption/terms.js'
import { correctIn } from './caption/correct.js'
import { deskOf } from './caption/desk.js'
import { newUUID } from './id.js'

const root = document.getElementById('seat')
const form = document.getElementById('seat-form')
const input = form.elements.text
const state = document.getElementById('seat-state')
const refused = document.getElementById('seat-refused')
const most = Number(root.dataset.max)

// A tab is a seat: it keeps its id while it is open, also over a reload.
const seat = sessionStorage.getItem('caption-seat') ?? newUUID()
sessionStorage.setItem('caption-seat', seat)
form.elements.seat.value = seat

const queue = createQueue(localStorage, `caption-lines-${root.dataset.event}`)
let line = fresh()
function fresh() {
  return { id: newUUID(), at: undefined }
}

const own = (id, text, at) => ({ id, seat, at, text, version: 0 })
function showWaiting({ status = 200 } = {}) {
  const n = queue.pending().length
  state.textContent = status === 404 ? state.dataset.ended : n ? state.dataset.waiting.replace('{n}', n) : state.dataset.all
  state.classList.toggle('seat-waits', n > 0 || status === 404)
  take(queue.pending().map(({ id, text, at }) => own(id, text, at)))
  if (input.value && line.at) take([own(line.id, input.value, line.at)])
}
const flush = sendLines(queue, root.dataset.linesTo, seat, (answer) => {
  showWaiting(answer)
  if (answer.refused.length) showRefused()
})

const drafts = sendDrafts(({ id, text, at }) => post(root.dataset.draftTo, new URLSearchParams({ seat, id, text, age: Date.now() - at })))
function type() {
  if (input.value.includes('\n')) return finish() // keyboards of phones tell Enter so, and so comes what is pasted
  if (!line.at && !input.value) return
  line.at ??= Date.now()
  drafts.type({ ...line, text: input.value })
  take([own(line.id, input.value, line.at)])
  offer()
}

function finish() {
  const texts = input.value.split('\n').flatMap((text) => split(text, most))
  input.value = ''
  if (!texts.length) return
  drafts.stop()
  texts.forEach((text, i) => {
    const at = (line.at ?? Date.now()) + i
    queue.add({ id: line.id, at, text, session: form.elements.session.value })
    take([own(line.id, text, at)])
    line = fresh()
  })
  offer()
  showWaiting()
  flush()
}

const terms = [...document.getElementById('seat-words').content.children].map((word) => ({ text: word.textContent, reading: word.dataset.reading }))
const offers = document.getElementById('seat-terms')
let offered = []
function offer() {
  offered = match(terms, input.value.slice(0, input.selectionEnd))
  offers.replaceChildren(...offered.map(({ text }, i) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'seat-term'
    button.dataset.term = i
    const key = document.createElement('kbd')
    key.textContent = i + 1
    button.append(key, ` ${text}`)
    return button
  }))
}
function accept(term) {
  const end = input.selectionEnd
  const before = insert(input.value.slice(0, end), term)
  input.value = before + input.value.slice(end)
  input.setSelectionRange(before.length, before.length)
  input.focus()
  type()
}
offers.addEventListener('click', ({ target }) => {
  const i = target.closest('[data-term]')?.dataset.term
  if (i !== undefined) accept(offered[i])
})

const correct = correctIn(document, `${root.dataset.linesTo}/`, lineOf, take)
const desk = deskOf(document, root.dataset, seat)
const lastOwn = () => linesNow().findLast((l) => l.version > 0)

input.addEventListener('input', type)
// Some keyboards finish a word with Enter: that one does not finish the line. Safari tells it by 229.
const composes = (event) => event.isComposing || event.keyCode === 229
input.addEventListener('keydown', (event) => {
  if (composes(event)) return
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault()
    finish()
  } else if (event.key === 'Tab' && !event.shiftKey && offered.length) {
    event.preventDefault()
    accept(offered[0])
  }
})
document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || composes(event)) return
  const digit = /^Digit([1-5])$/.exec(event.code)?.[1]
  const done = {
    KeyT: desk.take, KeyH: desk.hand, ArrowUp: () => correct.open(lastOwn()),
  }[event.code] ?? (digit && offered[digit - 1] && (() => accept(offered[digit - 1])))
  if (!done) return
  event.preventDefault()
  done()
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  finish()
  input.focus()
})

function showRefused() {
  refused.replaceChildren(...queue.refused().map(({ id, text, why }) => {
    const row = document.createElement('li')
    const said = document.createElement('p')
    said.textContent = `${text} (${why})`
    const buttons = ['edit', 'drop'].map((name) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'button secondary'
      button.textContent = refused.dataset[name]
      button.addEventListener('click', () => {
        queue.acknowledge([id])
        if (name === 'edit') input.value = text
        showRefused()
        input.focus()
      })
      return button
    })
    row.append(said, ...buttons)
    return row
  }))
}

start()
showRefused()
showWaiting()
flush()
// What waits is shown as long as it does.
setInterval(showWaiting, 2000)
addEventListener('online', flush)
addEventListener('beforeunload', (event) => input.value && event.preventDefault())
