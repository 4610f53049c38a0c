// A survey on its page: what is asked only after an answer is shown once that is given, and an option that goes with no other takes the
// others away. Without it all questions of a page are shown, with the words for whom they are; the server decides in any case.
import { start } from './survey/keep.js'

const form = document.querySelector('form[data-survey]')

function follow() {
  for (const part of form.querySelectorAll('[data-if]')) {
    const values = part.dataset.ifValues.trim().split(' ')
    const given = [...form.elements].filter((field) => field.name === part.dataset.if && (field.checked || field.tagName === 'SELECT') && !field.closest('[hidden]'))
    part.hidden = !given.some((field) => values.includes(field.value))
    part.querySelector('[data-if-note]').hidden = true
  }
}

function exclude(field) {
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

if (form) {
  follow()
  form.addEventListener('change', (event) => {
    exclude(event.target)
    follow()
  })
  form.addEventListener('input', (event) => mean(event.target))
}

start(() => follow())
