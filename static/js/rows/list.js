// A form whose rows can be added, duplicated, moved by drag and by keys, and deleted, each with undo. Without it rows are typed into
// empty lines and deleted by a box.
import { newUUID } from '../id.js'
import { history } from './history.js'

const fieldsOf = (node) => [...node.querySelectorAll('input, select, textarea')]
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

// addLine adds a line to the small rows within a row, as for one more speaker.
export function addLine(row) {
  const last = [...row.querySelectorAll('[data-line]')].at(-1)
  const line = last.cloneNode(true)
  for (const field of fieldsOf(line)) {
    field.value = ''
    field.removeAttribute('id')
    field.removeAttribute('aria-invalid')
  }
  last.after(line)
  return line
}

export class RowList {
  constructor(form) {
    this.form = form
    this.list = form.querySelector('[data-list]')
    this.template = document.getElementById('row-template')
    this.hooks = { moved: () => {}, changed: () => {}, copied: () => {} }
    for (const hidden of form.querySelectorAll('[data-do][hidden], [data-help], [data-grip], [data-menu]')) hidden.hidden = hidden.dataset.do === 'restore'
    this.oneBlank()
    for (const row of this.rows) this.showDeleted(row)
    this.past = history(() => this.take(), (state) => this.put(state))
    this.saved = this.text()
    this.listen()
  }

  get rows() {
    return [...this.list.children]
  }

  field(row, name) {
    return row.querySelector(`[name="${name}.${row.dataset.row}"]`)
  }

  value(row, name) {
    return this.field(row, name)?.value ?? ''
  }

  nameOf(row) {
    return row.querySelector('[name^="title_ja."], [name^="name_ja."]')?.value || this.value(row, 'title_en') || this.form.dataset.unnamed
  }

  isBlank(row) {
    return !('stored' in row.dataset) && !row.querySelector('.fault') && fieldsOf(row).every((f) => f.type === 'hidden' || f.tagName === 'SELECT' || f.type === 'checkbox' || f.type === 'radio' || f.value === '' || f.value === f.defaultValue)
  }

  say(key, values = {}) {
    this.form.querySelector('[data-say]').textContent = fill(this.form.dataset[key], values)
  }

  // oneBlank keeps one of the empty rows that people without scripts get.
  oneBlank() {
    const blank = this.rows.filter((row) => this.isBlank(row))
    for (const row of blank.slice(0, -1)) row.remove()
    if (blank.length === 0) this.append()
  }

  make(key = newUUID()) {
    const holder = document.createElement('ol')
    // The rows of the template have no key: names end in a point, ids as well.
    holder.append(this.template.content.cloneNode(true))
    const row = holder.firstElementChild
    row.dataset.row = key
    for (const node of row.querySelectorAll('[name], [id], [for]')) {
      for (const name of ['name', 'id', 'for']) {
        const value = node.getAttribute(name)
        if (value?.endsWith('.')) node.setAttribute(name, value + key)
      }
    }
    row.querySelector('[name="row"]').value = key
    for (const hidden of row.querySelectorAll('[data-do][hidden], [data-grip], [data-menu]')) hidden.hidden = false
    return row
  }

  append() {
    const row = this.make()
    this.list.append(row)
    return row
  }

  add() {
    const last = this.rows.at(-1)
    const row = last && this.isBlank(last) ? last : this.append()
    row.querySelector('[name^="title_ja."], [name^="name_ja."]')?.focus()
    this.say('added', { n: this.rows.indexOf(row) + 1 })
  }

  copy(row) {
    const copy = this.make()
    const from = fieldsOf(row)
    const lines = row.querySelectorAll('[data-line]').length - copy.querySelectorAll('[data-line]').length
    for (let i = 0; i < lines; i++) this.line(copy)
    for (const field of fieldsOf(copy)) {
      const name = field.name.split('.')[0]
      if (['row', 'version', 'was', 'delete', 'id'].includes(name)) continue
      const same = from.filter((f) => f.name.split('.')[0] === name)
      const place = fieldsOf(copy).filter((f) => f.name === field.name).indexOf(field)
      if (same[place]) field.type === 'checkbox' || field.type === 'radio' ? (field.checked = same[place].checked) : (field.value = same[place].value)
    }
    row.after(copy)
    this.hooks.copied(copy, row)
    this.note()
    copy.querySelector('[name^="title_ja."], [name^="name_ja."]')?.focus()
    this.say('added', { n: this.rows.indexOf(copy) + 1 })
  }

  line(row) {
    return addLine(row)
  }

  move(row, to) {
    const rows = this.rows
    const from = rows.indexOf(row)
    if (to < 0 || to >= rows.length || to === from) return
    this.hooks.moved(rows, from, to)
    to > from ? rows[to].after(row) : rows[to].before(row)
    this.note()
    this.say('moved', { name: this.nameOf(row), n: to + 1 })
  }

  remove(row) {
    const name = this.nameOf(row)
    if ('stored' in row.dataset) {
      this.field(row, 'delete').checked = true
      this.showDeleted(row)
      row.querySelector('[data-do="keep"]').focus()
    } else {
      const next = row.nextElementSibling ?? row.previousElementSibling
      row.remove()
      this.oneBlank()
      next?.querySelector('input:not([type="hidden"])')?.focus()
    }
    this.note()
    this.say('deleted', { name })
  }

  keep(row) {
    this.field(row, 'delete').checked = false
    this.showDeleted(row)
    this.note()
    row.querySelector('input:not([type="hidden"])').focus()
  }

  showDeleted(row) {
    const gone = Boolean(this.field(row, 'delete')?.checked)
    row.classList.toggle('deleted', gone)
    row.querySelector('[data-gone]').hidden = !gone
    row.querySelector('[data-gone-text]').textContent = gone ? fill(this.form.dataset.deleted, { name: this.nameOf(row) }) : ''
  }

  take() {
    return this.rows.map((row) => ({ row, fields: fieldsOf(row).map((field) => [field, field.value, field.checked]) }))
  }

  put(state) {
    this.list.replaceChildren(...state.map(({ row }) => row))
    for (const { row, fields } of state) {
      const known = new Set(fields.map(([field]) => field))
      for (const field of fieldsOf(row)) if (!known.has(field) && field.type !== 'hidden') field.value = ''
      for (const [field, value, checked] of fields) Object.assign(field, field.type === 'checkbox' || field.type === 'radio' ? { checked } : { value })
      this.showDeleted(row)
    }
    this.show()
  }

  // text is all that would be sent.
  text() {
    return JSON.stringify([...new FormData(this.form)].filter(([, value]) => typeof value === 'string'))
  }

  get dirty() {
    return this.text() !== this.saved
  }

  note() {
    this.past.note()
    this.show()
  }

  show() {
    this.form.querySelector('[data-do="undo"]')?.toggleAttribute('disabled', this.past?.empty ?? true)
    const state = this.form.querySelector('[data-state]')
    this.form.classList.toggle('dirty', this.dirty)
    if (state) state.textContent = this.dirty ? this.form.dataset.unsaved : ''
    this.hooks.changed()
  }

  undo() {
    if (!this.past.undo()) return
    this.show()
    this.say('undone')
  }

  do(what, row) {
    const places = { up: -1, down: 1 }
    if (what in places) this.move(row, this.rows.indexOf(row) + places[what])
    else if (what === 'delete') this.remove(row)
    else if (what === 'line') this.line(row ?? this.form).querySelector('input').focus()
    else if (['add', 'undo', 'copy', 'keep'].includes(what)) this[what](row)
    else return false
    return true
  }

  listen() {
    this.form.addEventListener('click', (event) => {
      const button = event.target.closest('[data-do]')
      if (button) this.do(button.dataset.do, button.closest('[data-row]'))
    })
    this.form.addEventListener('change', () => {
      this.note()
      const last = this.rows.at(-1)
      if (last && !this.isBlank(last)) this.append()
    })
    this.form.addEventListener('keydown', (event) => this.key(event))
    this.form.addEventListener('submit', () => { this.sent = true })
    window.addEventListener('beforeunload', (event) => {
      if (!this.sent && this.dirty) event.preventDefault()
    })
    this.drag()
  }

  key(event) {
    const row = event.target.closest('[data-row]')
    if (!row) return
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      this.move(row, this.rows.indexOf(row) + (event.key === 'ArrowUp' ? -1 : 1))
      event.target.focus()
    } else if (event.key === 'Enter' && event.target.matches('.cells input') && !event.isComposing) {
      event.preventDefault() // Enter goes down a row, as in a spreadsheet
      event.target.dispatchEvent(new Event('change', { bubbles: true }))
      const name = event.target.name.split('.')[0]
      const next = row.nextElementSibling ?? this.append()
      this.field(next, name)?.focus()
    }
  }

  // drag moves a row by its grip, with a mouse, a pen or a finger.
  drag() {
    let row = null
    let start = 0
    const end = (keep) => {
      if (!row) return
      const dragged = row
      const to = this.rows.indexOf(dragged)
      row = null
      dragged.classList.remove('dragged')
      // It went there in steps: put it back, so that the move is one.
      const others = this.rows.filter((r) => r !== dragged)
      start >= others.length ? this.list.append(dragged) : others[start].before(dragged)
      if (keep) this.move(dragged, to)
    }
    this.list.addEventListener('pointerdown', (event) => {
      const grip = event.target.closest('[data-grip]')
      if (!grip || event.button > 0) return
      event.preventDefault()
      grip.focus()
      grip.setPointerCapture(event.pointerId)
      row = grip.closest('[data-row]')
      start = this.rows.indexOf(row)
      row.classList.add('dragged')
    })
    this.list.addEventListener('pointermove', (event) => {
      if (!row) return
      const over = this.rows.find((r) => r !== row && event.clientY >= r.getBoundingClientRect().top && event.clientY <= r.getBoundingClientRect().bottom)
      if (!over) return
      const { top, height } = over.getBoundingClientRect()
      event.clientY > top + height / 2 ? over.after(row) : over.before(row)
    })
    this.list.addEventListener('pointerup', () => end(true))
    this.list.addEventListener('pointercancel', () => end(false))
    this.form.addEventListener('keydown', (event) => event.key === 'Escape' && end(false))
  }
}
