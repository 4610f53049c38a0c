// What an agenda has more than other rows: times that follow, "move everything from here", and speakers in a line.
import { Menu } from './menu.js'
import { later, reflow } from './order.js'
import { dateOf, dayNumber, formatClock, parseClock, parseLength } from './time.js'

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

export class Agenda {
  constructor(rows, box) {
    this.rows = rows
    this.box = box
    this.menu = new Menu(rows, box, {
      opened: (row) => this.opened(row), closed: () => this.clear(), chosen: (button) => this.chosen(button),
    })
    rows.hooks.moved = (list, from, to) => this.moved(list, from, to)
    rows.hooks.changed = () => {
      this.showSpeakers()
      this.hint()
    }
    rows.hooks.copied = (copy, row) => this.follow(copy, row)
    this.minutes = box.querySelector('[data-shift-minutes]')
    this.listen()
    this.hint()
  }

  // timeOf is when a row takes place: start counts from the midnight before the first day.
  timeOf(row) {
    const day = dayNumber(this.rows.value(row, 'day'))
    const start = parseClock(this.rows.value(row, 'start'))
    return { day, start: day * 1440 + start, minutes: parseLength(this.rows.value(row, 'minutes'), start) }
  }

  setStart(row, start) {
    if (Number.isNaN(start)) return
    const day = Math.floor(start / 1440)
    const minutes = this.timeOf(row).minutes
    this.rows.field(row, 'day').value = dateOf(day)
    this.rows.field(row, 'start').value = formatClock(start)
    if (/[:：時]/.test(this.rows.value(row, 'minutes')) && !Number.isNaN(minutes)) this.rows.field(row, 'minutes').value = minutes
  }

  moved(list, from, to) {
    const timed = list.filter((row) => !this.rows.isBlank(row))
    const [a, b] = [timed.indexOf(list[from]), timed.indexOf(list[to])]
    if (a < 0 || b < 0) return
    const starts = reflow(timed.map((row) => this.timeOf(row)), a, b)
    const order = [...timed]
    order.splice(b, 0, ...order.splice(a, 1))
    order.forEach((row, i) => this.setStart(row, starts[i]))
  }

  // follow starts a copy where its original ends.
  follow(copy, row) {
    const { start, minutes } = this.timeOf(row)
    this.setStart(copy, start + minutes)
  }

  showSpeakers() {
    for (const row of this.rows.rows) {
      const names = [...row.querySelectorAll('[data-line]')].map((line) => {
        const value = (name) => line.querySelector(`[data-speaker="${name}"]`).value.trim()
        const [name, organization] = [value('name') || value('name-en'), value('organization') || value('organization-en')]
        return name && organization ? `${name}（${organization}）` : name || organization
      })
      const who = row.querySelector('[data-who]')
      who.textContent = who.title = names.filter(Boolean).join('、')
      row.dataset.kind = this.rows.value(row, 'kind')
    }
  }

  // hint shows in an empty row when it would start: where the one above it ends.
  hint() {
    const rows = this.rows.rows
    rows.slice(1).forEach((row, i) => {
      const { start, minutes } = this.timeOf(rows[i])
      if (this.rows.isBlank(row) && start + minutes) this.rows.field(row, 'start').placeholder = formatClock(start + minutes)
    })
  }

  // roomed puts new sessions into the room of all others, which no row shows.
  roomed() {
    const { room } = this.rows.form.dataset
    for (const row of room ? this.rows.rows : []) {
      const isNew = !('stored' in row.dataset) && !this.rows.isBlank(row) && this.rows.value(row, 'kind') !== 'break'
      if (isNew && this.rows.value(row, 'room') === '') this.rows.field(row, 'room').value = room
    }
  }

  opened(row) {
    this.row = row
    this.box.querySelector('.shift').hidden = Number.isNaN(this.timeOf(row).start)
    this.box.querySelector('[data-shift-title]').textContent = fill(this.rows.form.dataset.shiftTitle, { time: this.rows.value(row, 'start') })
    this.preview()
  }

  clear() {
    for (const mark of this.rows.list.querySelectorAll('.becomes')) mark.remove()
  }

  // affected are the rows that a shift moves, with their times.
  affected() {
    const rows = this.rows.rows.filter((row) => !this.rows.isBlank(row))
    const times = rows.map((row) => this.timeOf(row))
    return later(times, rows.indexOf(this.row)).map((i) => ({ row: rows[i], ...times[i] }))
  }

  get by() {
    return Number.parseInt(this.minutes.value.normalize('NFKC').replace('−', '-'), 10) || 0
  }

  preview() {
    this.clear()
    const moving = this.box.querySelector('.shift').hidden ? [] : this.affected()
    for (const { row, start } of moving) {
      const mark = document.createElement('span')
      mark.className = 'becomes'
      mark.textContent = `→ ${formatClock(start + this.by)}`
      row.querySelector('.cell.start').append(mark)
    }
    const end = Math.max(...moving.map(({ start, minutes }) => start + (minutes || 0)))
    const note = this.box.querySelector('[data-shift-end]')
    note.textContent = moving.length ? fill(note.dataset.text, { rows: moving.length, end: formatClock(end), new: formatClock(end + this.by) }) : ''
    const apply = this.box.querySelector('[data-do="shift"]')
    apply.textContent = fill(this.rows.form.dataset.shiftText, { n: this.by })
    apply.disabled = this.by === 0
  }

  shift() {
    const moving = this.affected()
    for (const { row, start } of moving) this.setStart(row, start + this.by)
    const by = this.by
    this.menu.close()
    this.rows.note()
    this.rows.say('shifted', { rows: moving.length, n: by })
  }

  chosen(button) {
    if (button.dataset.step) {
      this.minutes.value = this.by + Number(button.dataset.step)
      this.preview()
    } else if (button.dataset.do === 'shift') this.shift()
    else return false
    return true
  }

  // complete fills in what is known of a speaker whose name was chosen.
  complete(field) {
    const known = [...document.getElementById('speakers').options].find((option) => option.value === field.value)
    const line = field.closest('[data-line]')
    if (!known || !line) return
    for (const [part, value] of Object.entries({ organization: known.dataset.organization, role: known.dataset.role, 'name-en': known.dataset.nameEn, 'organization-en': known.dataset.organizationEn, 'role-en': known.dataset.roleEn })) {
      const other = line.querySelector(`[data-speaker="${part}"]`)
      if (other && other.value === '') other.value = value
    }
  }

  listen() {
    const { form } = this.rows
    form.addEventListener('click', (event) => {
      if (event.target.closest('[data-who]')) { const fold = event.target.closest('[data-row]').querySelector('details'); fold.open = !fold.open }
    })
    form.addEventListener('submit', () => this.roomed())
    this.box.addEventListener('input', () => this.preview())
    form.addEventListener('input', (event) => event.target.dataset.speaker === 'name' && this.complete(event.target))
  }
}
