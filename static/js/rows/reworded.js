// A list that is pasted over stored lines does not say which of its words replace which: an option keeps its id, so people are asked.

// reworded asks which stored lines that the list leaves out the new lines stand for. done is called after a change.
export function reworded(fresh, left, textOf, done) {
  const dialog = document.getElementById('reworded')
  if (!dialog || fresh.length === 0 || left.length === 0) return
  const list = dialog.querySelector('ol')
  const line = dialog.querySelector('template').content
  list.replaceChildren(...fresh.map((one) => {
    const item = line.cloneNode(true)
    item.querySelector('[data-fresh]').textContent = textOf(one)
    const select = item.querySelector('select')
    left.forEach((old, n) => select.add(new Option(list.dataset.stands.replace('{old}', textOf(old)), n)))
    return item
  }))
  const selects = [...list.querySelectorAll('select')]
  list.onchange = () => { // one line is stood for once
    const taken = selects.map((select) => select.value)
    selects.forEach((select, n) => [...select.options].forEach((option) => { option.disabled = option.value !== '' && taken.some((value, m) => m !== n && value === option.value) }))
  }
  dialog.onclose = () => {
    if (dialog.returnValue !== 'take') return
    selects.forEach((select, n) => { if (select.value !== '') take(left[select.value], fresh[n]) })
    done()
  }
  dialog.returnValue = ''
  dialog.showModal()
}

// take gives a stored line the words of a new one, and its place.
function take(old, fresh) {
  const typed = (line) => [...line.querySelectorAll('input')].filter((field) => field.type !== 'hidden')
  const words = typed(fresh)
  typed(old).forEach((field, n) => { if (words[n].value !== '') field.value = words[n].value })
  fresh.replaceWith(old)
}
