// The questions of the form of registration: they follow the ticket type that each person chooses, and what they answer.
import { fillAddresses } from './question/address.js'
import { follow, show } from './question/follow.js'
import { tellReached } from './question/reached.js'

const form = document.querySelector('form[data-questions]')

// chosen is the ticket type of who a question is put to: a companion has one of their own, or that of who fills in the form.
function chosen(key) {
  const own = key && form.elements[`ticket_type.${key}`]
  const first = [...form.elements].find((field) => field.name === 'ticket_type' && (field.checked || field.type === 'hidden'))
  return own?.value || first?.value
}

function followTypes() {
  for (const part of form.querySelectorAll('[data-types]')) {
    const type = chosen(part.dataset.key)
    show(part, !type || part.dataset.types.split(' ').includes(type), '[data-types-note]')
  }
  for (const group of form.querySelectorAll('[data-question-group]')) {
    group.hidden = [...group.querySelectorAll('[data-types]')].every((part) => part.hidden) && !group.querySelector('.form-question:not([data-types])')
  }
}

if (form) {
  fillAddresses(form)
  const look = follow(form, followTypes)
  document.addEventListener('htmx:after:swap', look)
}

const told = document.querySelector('form[data-reached]')
if (told) tellReached(told)
