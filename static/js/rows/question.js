// What questions have more than other rows: below the title, the options in one line.
const textOf = (field) => field.value.trim()

export class Questions {
  constructor(rows) {
    this.rows = rows
    rows.hooks.changed = () => this.show()
    rows.form.addEventListener('click', (event) => {
      const row = event.target.closest('[data-summary]')?.closest('[data-row]')
      if (row) rows.unfold(row)
      const button = event.target.closest('[data-do="add-kind"]')
      if (button) this.add(button.dataset.kind)
    })
    this.show()
  }

  // add adds a question of a kind, and shows what it asks for.
  add(kind) {
    const row = this.rows.add()
    this.rows.field(row, 'kind').value = kind
    row.querySelector('details').open = true
    this.rows.note()
  }

  show() {
    for (const row of this.rows.rows) {
      const kind = this.rows.field(row, 'kind')
      if (kind) row.dataset.kind = kind.value
      const parts = ((kind?.selectedOptions?.[0]?.dataset ?? row.dataset).parts ?? '').split(' ')
      const texts = (name) => [...row.querySelectorAll(`[name^="${name}."]`)].map(textOf).filter(Boolean)
      const summary = row.querySelector('[data-summary]')
      if (summary) summary.textContent = parts.includes('options') ? texts('option_ja').join('／') : parts.includes('ends') ? texts('end_ja').join(' — ') : ''
    }
  }
}
