// Options of a question: rows are added and moved. The hidden field of a row says which option it is and goes wherever the row goes.

export function options(box) {
  const list = box.querySelector('ol')
  const button = box.querySelector('[data-add-option]')
  const places = () => list.querySelectorAll('[name="option_place"]')
  const number = () => places().forEach((field, i) => { field.value = i + 1 })
  if (places().length === 0) return
  list.addEventListener('keydown', (event) => {
    const row = event.target.closest('li')
    if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return
    event.preventDefault()
    event.key === 'ArrowUp' ? row.previousElementSibling?.before(row) : row.nextElementSibling?.after(row)
    number()
    event.target.focus()
  })
  if (!button) return
  button.hidden = false
  button.addEventListener('click', () => {
    const row = list.lastElementChild.cloneNode(true)
    const n = list.children.length
    for (const field of row.querySelectorAll('input')) {
      field.value = ''
      if (!field.id) continue
      const label = row.querySelector(`label[for="${field.id}"]`)
      field.id = label.htmlFor = field.id.replace(/\d+$/, n)
    }
    list.append(row)
    number()
    row.querySelector('[name="option_ja"]').focus()
  })
}
