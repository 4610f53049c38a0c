// The form of an event: previews, and the rows of co-hosts and partners. Without this, saving adds an empty row.
const rows = document.querySelector('[data-partners]')
const add = document.querySelector('[data-add-partner]')

for (const button of document.querySelectorAll('[data-needs-script]')) button.hidden = false

if (rows && add) {
  document.querySelector('[data-without-script]')?.remove()
  add.addEventListener('click', () => {
    const number = String(rows.children.length)
    const row = rows.lastElementChild.cloneNode(true)
    row.querySelector('.state')?.remove()
    for (const field of row.querySelectorAll('input')) {
      if (field.type === 'checkbox') {
        field.checked = false
        field.value = number
      } else {
        field.value = ''
      }
    }
    for (const part of row.querySelectorAll('[id], [for]')) {
      for (const name of ['id', 'for']) {
        const value = part.getAttribute(name)
        if (value) part.setAttribute(name, value.replace(/\d+$/, number))
      }
    }
    rows.append(row)
    row.querySelector('[name="partner_name"]').focus()
  })
}
