// Small rows, of one thing within a row or a form: speakers of a session, options of a question, partners of an event. Lines stand in a
// [data-lines]; data-do="line" in it adds one. With data-grow an empty line is always there to be filled in.
import { draggable } from './drag.js'
import { reworded } from './reworded.js'

export const fieldsOf = (node) => [...node.querySelectorAll('input, select, textarea')]
const linesOf = (box) => [...box.children].filter((node) => node.matches('[data-line]'))
const isTyped = (field) => field.type !== 'hidden' && field.tagName !== 'SELECT'
const isEmpty = (line) => fieldsOf(line).every((field) => !isTyped(field) || field.value === '') && !line.querySelector('[data-kept]')

// addLine adds an empty line behind the last one of what is in node.
export function addLine(node, after) {
  const last = after ?? [...node.querySelectorAll('[data-line]')].at(-1)
  const line = last.cloneNode(true)
  const number = String(last.parentElement.querySelectorAll('[data-line]').length)
  for (const gone of line.querySelectorAll('.state, .fault')) gone.remove()
  for (const field of fieldsOf(line)) {
    if (field.tagName !== 'SELECT') field.value = ''
    else if ('fresh' in field.dataset) field.selectedIndex = 0
    field.removeAttribute('aria-invalid')
    const label = field.id && line.querySelector(`label[for="${field.id}"]`)
    if (!label) field.removeAttribute('id')
    else field.id = label.htmlFor = field.id.replace(/-\d+$/, '') + `-${number}`
  }
  last.after(line)
  return line
}

// grow leaves one empty line at the end, of those that people without scripts get.
function grow(box) {
  if (!('grow' in box.dataset)) return
  const lines = linesOf(box)
  while (lines.length > 1 && isEmpty(lines.at(-1)) && isEmpty(lines.at(-2))) lines.pop().remove()
  if (!isEmpty(lines.at(-1))) addLine(box, lines.at(-1))
}

export function growLines(node) {
  for (const box of node.querySelectorAll('[data-lines][data-grow]')) grow(box)
}

const focusIn = (line) => fieldsOf(line).find(isTyped)?.focus()

// lines brings the lines of a form to life. changed is called after each change.
export function lines(form, changed) {
  const done = (box) => {
    grow(box)
    changed()
  }
  const move = (line, by) => {
    const list = linesOf(line.parentElement)
    const other = list[list.indexOf(line) + by]
    if (!other) return
    by < 0 ? other.before(line) : other.after(line)
    done(line.parentElement)
  }
  const remove = (line) => {
    const box = line.parentElement
    const list = linesOf(box)
    const next = list[list.indexOf(line) + 1] ?? list[list.indexOf(line) - 1]
    if (list.length === 1) addLine(box, line)
    line.remove()
    focusIn(next ?? linesOf(box)[0])
    done(box)
  }
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]')
    const line = button?.closest('[data-line]')
    if (button?.dataset.do === 'unline') remove(line)
    if (button?.dataset.do === 'line') focusIn(addLine(button.closest('[data-lines]') ?? button.closest('[data-row]') ?? form))
  })
  form.addEventListener('keydown', (event) => {
    const line = event.target.closest('[data-line]')
    if (!line || event.isComposing) return
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      move(line, event.key === 'ArrowUp' ? -1 : 1)
    } else if (event.key === 'Enter' && event.target.matches('input') && 'grow' in line.parentElement.dataset) {
      grow(line.parentElement)
      if (line.nextElementSibling?.matches('[data-line]')) focusIn(line.nextElementSibling)
    } else return
    event.preventDefault()
    event.stopPropagation()
    if (event.altKey) event.target.focus()
  })
  // While typing, not afterwards: what is below would move away under the click that ends it.
  form.addEventListener('input', (event) => {
    const line = event.target.closest('[data-lines][data-grow] > [data-line]')
    if (line && line === linesOf(line.parentElement).at(-1) && !isEmpty(line)) addLine(line.parentElement, line)
  })
  // A list that is pasted becomes a line each, with the cells of a table beside each other.
  form.addEventListener('paste', (event) => {
    const line = event.target.closest('[data-lines][data-grow] > [data-line]')
    const list = (event.clipboardData?.getData('text') ?? '').split(/\r?\n/).filter((text) => text.trim() !== '')
    if (!line || list.length < 2) return
    event.preventDefault()
    event.stopPropagation()
    const box = line.parentElement
    const { fresh, left } = fillLines(line, list)
    done(box)
    reworded(fresh, left, (one) => fieldsOf(one).find(isTyped).value.trim(), () => done(box))
  })
  draggable(form, '[data-line-grip]', '[data-line]', (line, from, to) => {
    const list = linesOf(line.parentElement)
    to > from ? list[to].after(line) : list[to].before(line)
    done(line.parentElement)
  })
}

const isStored = (line) => fieldsOf(line).some((field) => field.name.startsWith('option_slug.') && field.value !== '')

// fillLines fills a line and those below it. What a line says already is not added again, and a line that stands for something stored,
// such as an option that has an id, keeps its words. It returns the new lines, and the stored ones that the list does not have.
function fillLines(first, texts) {
  const typed = (line) => fieldsOf(line).filter(isTyped)
  const said = (line) => typed(line)[0].value.trim()
  const known = new Set(linesOf(first.parentElement).map(said))
  const cellsOf = texts.map((text) => text.split('\t').map((cell) => cell.trim()))
  const left = linesOf(first.parentElement).filter((line) => isStored(line) && !cellsOf.some(([text]) => text === said(line)))
  const fresh = []
  let line = first
  let isTaken = isStored(first)
  for (const cells of cellsOf) {
    if (known.has(cells[0]) && cells[0] !== '') continue
    const next = line.nextElementSibling
    if (isTaken) line = next?.matches('[data-line]') && isEmpty(next) ? next : addLine(line.parentElement, line)
    typed(line).forEach((field, n) => { if (cells[n] !== undefined) field.value = cells[n] })
    fresh.push(line)
    isTaken = true
  }
  return { fresh, left }
}
