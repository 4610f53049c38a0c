// Questions on a page, of a survey or of the form of registration: what is asked only after an answer is shown once that is given, and an
// option that goes with no other takes the others away. Without it all questions of a page are shown, with the words for whom they are;
// the server decides in any case.

// show shows a part of the form that has a note for those without scripts.
export function show(part, shown, note) {
  part.hidden = !shown
  const said = part.querySelector(note)
  if (said) said.hidden = true
}

function exclude(form, field) {
  if (field.type !== 'checkbox' || !field.checked) return
  for (const other of form.elements) {
    if (other !== field && other.name === field.name && ('exclusive' in field.dataset || 'exclusive' in other.dataset)) other.checked = false
  }
}

// Who writes what "other" is means it.
function mean(field) {
  const words = field.closest('.survey-words')
  const box = words?.previousElementSibling?.querySelector?.('input')
  if (box && field.value.trim() !== '' && !box.checked) box.click()
}

function followAnswers(form) {
  for (const part of form.querySelectorAll('[data-if]')) {
    const values = part.dataset.ifValues.trim().split(' ')
    const given = [...form.elements].filter((field) => field.name === part.dataset.if && (field.checked || field.tagName === 'SELECT') && !field.closest('[hidden]'))
    show(part, given.some((field) => values.includes(field.value)), '[data-if-note]')
  }
}

// follow brings the questions of a form to life. first is done before each look at the answers. It returns that look.
export function follow(form, first = () => {}) {
  const look = () => {
    first()
    followAnswers(form)
  }
  look()
  form.addEventListener('change', (event) => {
    exclude(form, event.target)
    look()
  })
  form.addEventListener('input', (event) => mean(event.target))
  return look
}
