// Pages on which rows are edited. Each works without it.
import { Agenda } from './rows/agenda.js'
import { remember } from './rows/before.js'
import { growLines, lines } from './rows/lines.js'
import { RowList } from './rows/list.js'
import { Menu } from './rows/menu.js'
import { pasteable } from './rows/paste.js'
import { Questions } from './rows/question.js'

const form = document.querySelector('form[data-rows]')
const menu = document.getElementById('row-menu')
if (form?.querySelector('[data-list]')) {
  const rows = new RowList(form)
  if (form.dataset.rows === 'agenda') new Agenda(rows, menu)
  else if (menu) new Menu(rows, menu)
  if (form.dataset.rows === 'questions') new Questions(rows)
  pasteable(rows)
  remember(rows)
}

// Lines in a form that is no list of rows: speakers of a session, partners of an event.
for (const other of document.querySelectorAll('form[data-rows="lines"]')) {
  other.classList.add('scripted')
  for (const node of other.querySelectorAll('[data-without-script]')) node.remove()
  for (const node of other.querySelectorAll('[data-do][hidden], [data-help], [data-line-grip]')) node.hidden = false
  growLines(other)
  lines(other, () => {})
}

// A column that is called otherwise, or a row that is left out, is shown at once.
document.querySelector('form[data-paste]')?.addEventListener('change', (event) => {
  if ('check' in event.target.dataset) event.currentTarget.requestSubmit(document.getElementById('check'))
})
