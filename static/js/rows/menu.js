// The menu of a row: what can be done with it, and what a page adds by its hooks.
export class Menu {
  constructor(rows, box, hooks = {}) {
    this.rows = rows
    this.box = box
    this.hooks = { opened: () => {}, closed: () => {}, chosen: () => false, ...hooks }
    this.listen()
  }

  open(row) {
    this.row = row
    row.append(this.box)
    this.box.hidden = false
    row.querySelector('[data-menu]').setAttribute('aria-expanded', 'true')
    this.box.setAttribute('aria-label', this.rows.nameOf(row))
    this.hooks.opened(row)
    this.box.querySelector('button:not([hidden])').focus()
  }

  close() {
    if (this.box.hidden) return
    this.box.hidden = true
    this.row.querySelector('[data-menu]').setAttribute('aria-expanded', 'false')
    this.row.querySelector('[data-menu]').focus()
    document.body.append(this.box)
    this.hooks.closed()
  }

  choose(what) {
    const row = this.row
    this.close()
    if (what === 'more') this.rows.unfold(row)
    else if (what !== 'close') this.rows.do(what, row)
  }

  listen() {
    this.rows.form.addEventListener('click', (event) => {
      const row = event.target.closest('[data-menu]')?.closest('[data-row]')
      if (!row) return
      const isOpen = !this.box.hidden && this.row === row
      this.close()
      if (!isOpen) this.open(row)
    })
    this.box.addEventListener('click', (event) => {
      const button = event.target.closest('button')
      event.stopPropagation()
      if (button && !this.hooks.chosen(button)) this.choose(button.dataset.do)
    })
    this.box.addEventListener('change', (event) => event.stopPropagation())
    document.addEventListener('keydown', (event) => event.key === 'Escape' && this.close())
    document.addEventListener('pointerdown', (event) => !this.box.contains(event.target) && !event.target.closest('[data-menu]') && this.close())
  }
}
