// The list of people: a box that selects the page, the number of those selected, and an order that is sent at once.
import { boxWide } from './app/page.js'
import { countOf, stateOf } from './people/selection.js'

const boxes = (form) => [...form.querySelectorAll('[name="id"]')]

// show tells how many are selected. All on other pages can be selected once the page is.
const show = (form) => {
  const page = form.querySelector('[data-pick-page]')
  const all = form.querySelector('[name="all"]')
  const state = stateOf(boxes(form))
  page.checked = state === 'all'
  page.indeterminate = state === 'some'
  if (all && state !== 'all') all.checked = false
  if (all) all.closest('label').hidden = state !== 'all'
  const told = form.querySelector('[data-picked]')
  const number = all?.checked && Number(told.dataset.all) ? Number(told.dataset.all) : countOf(boxes(form))
  told.textContent = told.dataset.picked.replace('#', number.toLocaleString(document.documentElement.lang))
}

const prepare = () => {
  const form = document.querySelector('.people-form')
  if (!form) return
  form.querySelector('[data-pick-page]').parentElement.hidden = false
  boxWide(document)
  show(form)
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-sends]')) target.form.requestSubmit()
  const form = target.closest('.people-form')
  if (!form) return
  if (target.matches('[data-pick-page]')) for (const box of boxes(form)) box.checked = target.checked
  show(form)
})
document.addEventListener('reset', ({ target }) => {
  if (target.matches('.people-form')) setTimeout(() => show(target)) // once the boxes are empty
})
// The search draws the list again; a browser that goes back keeps what was ticked.
document.addEventListener('htmx:after:swap', prepare)
window.addEventListener('pageshow', prepare)
prepare()
