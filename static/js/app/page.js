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
