// questionOf is the question to confirm before a form is sent, or undefined. That of the pressed button replaces the form's.
export const questionOf = (event) => event.submitter?.dataset.confirm ?? event.target.dataset.confirm

// boxWide gives a table that is wider than its place a box that scrolls, by keys, too: the page itself is not to scroll.
export const boxWide = (page) => {
  for (const box of page.querySelectorAll('.table-wrap')) {
    if (box.scrollWidth <= box.clientWidth + 1) continue // widths are rounded
    box.classList.add('wide')
    box.tabIndex = 0
  }
}

// offerCopies shows the buttons that copy a field: <button data-copy-from="id of the field" data-done="…" hidden>.
export const offerCopies = (page, { clipboard }) => {
  if (!clipboard) return
  for (const button of page.querySelectorAll('[data-copy-from]')) {
    button.hidden = false
    button.onclick = async () => {
      const field = page.getElementById(button.dataset.copyFrom)
      try {
        await clipboard.writeText(field.value)
        button.textContent = button.dataset.done
      } catch {
        field.select() // to copy it by the keys
      }
    }
  }
}
