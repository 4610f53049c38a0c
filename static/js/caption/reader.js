// Captions as they are read: docs/decisions/0070-captions.md. What the server wrote into the page is where it begins;
// messages add to it.
import { createLines } from './lines.js'
import { follow } from './scroll.js'

const lines = createLines()
let moved

const lists = () => document.querySelectorAll('[data-captions]')
const written = (list) => [...list.children].filter((row) => Number(row.dataset.version) > 0).map((row) => ({
  id: row.dataset.id, seat: '', at: Number(row.dataset.at), text: row.textContent, version: Number(row.dataset.version),
}))

// draw brings a list to what is to be shown. Rows that stay are left alone: a reader may have selected their text.
function draw(list, shown) {
  const rows = new Map([...list.children].map((row) => [row.dataset.id, row]))
  let before = null
  for (const line of shown.toReversed()) {
    const row = rows.get(line.id) ?? document.createElement('li')
    rows.delete(line.id)
    row.dataset.id = line.id
    row.dataset.version = line.version
    row.dataset.at = line.at
    if (row.textContent !== line.text) row.textContent = line.text
    row.classList.toggle('caption-draft', line.version === 0)
    if (line.version === 0) row.setAttribute('aria-hidden', 'true') // read out once it is finished
    else row.removeAttribute('aria-hidden')
    if (row.parentNode !== list || row.nextElementSibling !== before) list.insertBefore(row, before)
    before = row
  }
  for (const row of rows.values()) row.remove()
}

export function redraw() {
  const shown = lines.shown(Date.now())
  for (const list of lists()) draw(list, shown)
  moved()
}

// take shows lines that arrived, or that this page makes itself.
export function take(list) {
  lines.take(list, Date.now())
  redraw()
}

export const lineOf = (id) => lines.get(id)
export const linesNow = () => lines.shown(Date.now())

// read takes what the server wrote into the page.
function read() {
  const list = lists()[0]
  if (!list) return
  lines.reset(written(list), Date.now())
  redraw()
}

export function start() {
  moved = follow(document)
  read()
  document.addEventListener('live-data', ({ detail: { part, data } }) => part === 'captions' && take(data.lines))
  document.addEventListener('htmx:after:swap', read)
  setInterval(redraw, 2000)
}
