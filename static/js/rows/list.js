// A form whose rows can be added, duplicated, moved by drag and by keys, and deleted, each with undo. Without it rows are typed into
// empty lines and deleted by a box.
import { newUUID } from '../id.js'
import { draggable } from './drag.js'
import { history } from './history.js'
import { addLine, fieldsOf, growLines, lines } from './lines.js'

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
const isBox = (field) => field.type === 'checkbox' || field.type === 'radio'
const titleFields = '[name^="title_ja."], [name^="name_ja."]'
// What a copy has of its own.
const own = ['row', 'version', 'was', 'delete', 'id', 'slug', 'option_slug']

export class RowList {
  constructor(form) {
    this.form = form
    this.list = form.querySelector('[data-list]')
    this.template = document.getElementById('row-template')
    this.hooks = { moved: () => {}, changed: () => {}, copied: () => {} }
    form.classList.add('scripted')
    for (const part of [form, this.template.content]) {
      for (const node of part.querySelectorAll('[data-without-script]')) node.remove()
      reveal(part)
    }
    growLines(form)
    for (const title of form.querySelectorAll('.cell textarea')) oneLine(title)
    this.oneBlank()
    for (const row of this.rows) this.showDeleted(row)
    this.past = history(() => this.take(), (state) => this.put(state))
    this.saved = 'unsaved' in form.dataset ? '' : this.text()
    this.listen()
    this.show()
  }

  // isFixed says that rows may be changed, but no row be added, moved or deleted.
  get isFixed() {
    return 'frozen' in this.form.dataset
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
    return row.querySelector(titleFields)?.value || this.value(row, 'title_en') || this.value(row, 'name_en') || this.form.dataset.unnamed
  }

  isBlank(row) {
    return !('stored' in row.dataset) && !row.querySelector('.fault') && fieldsOf(row).every((f) => f.type === 'hidden' || f.tagName === 'SELECT' || isBox(f) || f.type === 'date' || f.value === '')
  }

  say(key, values = {}) {
    this.form.querySelector('[data-say]').textContent = fill(this.form.dataset[key], values)
  }

  // oneBlank keeps one of the empty rows that people without scripts get.
  oneBlank() {
    if (this.isFixed) return
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
    growLines(row)
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
    row.querySelector(titleFields)?.focus()
    this.say('added', { n: this.rows.indexOf(row) + 1 })
    return row
  }

  copy(row) {
    const copy = this.make()
    const from = fieldsOf(row)
    copy.querySelectorAll('[data-lines]').forEach((box, i) => {
      const more = row.querySelectorAll('[data-lines]')[i].querySelectorAll('[data-line]').length - box.querySelectorAll('[data-line]').length
      for (let n = 0; n < more; n++) addLine(box)
    })
    for (const field of fieldsOf(copy)) {
      const name = field.name.split('.')[0]
      if (own.includes(name)) continue
      const same = from.filter((f) => f.name.split('.')[0] === name)
      const place = fieldsOf(copy).filter((f) => f.name === field.name).indexOf(field)
      if (same[place]) isBox(field) ? (field.checked = same[place].checked) : (field.value = same[place].value)
    }
    row.after(copy)
    this.hooks.copied(copy, row)
    this.note()
    copy.querySelector(titleFields)?.focus()
    this.say('added', { n: this.rows.indexOf(copy) + 1 })
  }

  // unfold shows the seldom-used fields of a row.
  unfold(row) {
    const fold = row.querySelector('details')
    fold.open = true
    fieldsOf(fold).find((field) => field.type !== 'hidden' && field.checkVisibility?.() !== false)?.focus()
  }

  // replace puts rows that the server made in place of the others.
  replace(rows) {
    const nodes = rows.map((row) => document.importNode(row, true))
    for (const node of nodes) {
      for (const gone of node.querySelectorAll('[data-without-script]')) gone.remove()
      reveal(node)
      growLines(node)
    }
    const before = this.rows.length
    this.list.replaceChildren(...nodes)
    this.oneBlank()
    for (const row of this.rows) this.showDeleted(row)
    this.note()
    this.say('pasted', { n: nodes.length })
    this.rows[Math.min(before, this.rows.length) - 1]?.querySelector(titleFields)?.focus()
  }

  move(row, to) {
    const rows = this.rows
    const from = rows.indexOf(row)
    if (this.isFixed || to < 0 || to >= rows.length || to === from) return
    this.hooks.moved(rows, from, to)
    to > from ? rows[to].after(row) : rows[to].before(row)
    this.note()
    this.say('moved', { name: this.nameOf(row), n: to + 1 })
  }

  remove(row) {
    const name = this.nameOf(row)
    const held = row.querySelector('[data-held]')
    if (held) { // somebody has registered for it
      held.hidden = false
      held.focus()
      return
    }
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
    if (this.isFixed) return
    const gone = Boolean(this.field(row, 'delete')?.checked)
    row.classList.toggle('deleted', gone)
    row.querySelector('[data-gone]').hidden = !gone
    row.querySelector('[data-gone-text]').textContent = gone ? fill(this.form.dataset.deleted, { name: this.nameOf(row) }) : ''
  }

  take() {
    const boxes = (row) => [...row.querySelectorAll('[data-lines]')].map((box) => [box, [...box.children]])
    return this.rows.map((row) => ({ row, lines: boxes(row), fields: fieldsOf(row).map((field) => [field, field.value, field.checked]) }))
  }

  put(state) {
    this.list.replaceChildren(...state.map(({ row }) => row))
    for (const { row, lines: boxes, fields } of state) {
      for (const [box, children] of boxes) box.replaceChildren(...children)
      const known = new Set(fields.map(([field]) => field))
      for (const field of fieldsOf(row)) if (!known.has(field) && field.type !== 'hidden') field.value = ''
      for (const [field, value, checked] of fields) Object.assign(field, isBox(field) ? { checked } : { value })
      this.showDeleted(row)
    }
    this.show()
  }

  // text is all that would be sent.
  text() {
    return JSON.stringify([...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && name !== 'pasted'))
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
    if (state) state.textContent = this.dirty ? this.form.dataset.unsavedText : ''
    for (const field of this.form.querySelectorAll('.cell.datetime input')) field.toggleAttribute('data-empty', field.value === '')
    this.askDelete()
    this.hooks.changed()
  }

  // askDelete has the form ask before it is sent with rows to delete.
  askDelete() {
    if (!this.form.dataset.askDelete) return
    const gone = this.rows.filter((row) => this.field(row, 'delete')?.checked)
    if (gone.length === 0) delete this.form.dataset.confirm
    else this.form.dataset.confirm = fill(this.form.dataset.askDelete, { n: gone.length, names: gone.map((row) => this.nameOf(row)).join('、') })
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
    else if (['add', 'undo', 'copy', 'keep'].includes(what)) this[what](row)
    else return false
    return true
  }

  listen() {
    this.form.addEventListener('click', (event) => {
      const button = event.target.closest('[data-do]')
      if (button) this.do(button.dataset.do, button.closest('[data-row]'))
    })
    this.form.addEventListener('change', () => this.note())
    // While typing, not afterwards: what is below would move away under the click that ends it.
    this.form.addEventListener('input', ({ target }) => {
      if (target.matches('.cell textarea')) oneLine(target)
      const last = this.rows.at(-1)
      if (last && !this.isFixed && !this.isBlank(last)) this.append()
    })
    this.form.addEventListener('keydown', (event) => this.key(event))
    window.addEventListener('submit', (event) => { this.sent = event.target === this.form && !event.defaultPrevented })
    window.addEventListener('beforeunload', (event) => {
      if (!this.sent && this.dirty) event.preventDefault()
    })
    lines(this.form, () => this.note())
    draggable(this.list, '[data-grip]', '[data-row]', (row, _, to) => this.move(row, to))
    if ('singleOpen' in this.form.dataset) this.list.addEventListener('toggle', (event) => this.oneOpen(event.target), true)
  }

  key(event) {
    const row = event.target.closest('[data-row]')
    if (!row) return
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      this.move(row, this.rows.indexOf(row) + (event.key === 'ArrowUp' ? -1 : 1))
      event.target.focus()
    } else if (event.key === 'Enter' && event.target.matches('.cells :is(input, textarea)') && !event.isComposing) {
      event.preventDefault() // Enter goes down a row, as in a spreadsheet
      event.target.dispatchEvent(new Event('change', { bubbles: true }))
      const name = event.target.name.split('.')[0]
      const next = row.nextElementSibling ?? (this.isFixed ? row : this.append())
      this.field(next, name)?.focus()
    }
  }

  // oneOpen folds the other rows when one is opened; a row at fault stays open.
  oneOpen(fold) {
    if (!fold.open) return
    for (const other of this.list.querySelectorAll('details[open]')) {
      if (other !== fold && !other.querySelector('.fault')) other.open = false
    }
  }
}

// oneLine keeps a pasted text on one line, and shows all of it where the browser does not do that by itself.
function oneLine(field) {
  if (/[\r\n]/.test(field.value)) field.value = field.value.replace(/\s*[\r\n]+\s*/g, ' ')
  if (CSS.supports('field-sizing', 'content')) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight + 2}px`
}

// reveal shows what only works with scripts.
function reveal(node) {
  for (const hidden of node.querySelectorAll('[data-do][hidden], [data-help], [data-grip], [data-line-grip], [data-menu]')) {
    hidden.hidden = hidden.dataset.do === 'restore'
  }
}
