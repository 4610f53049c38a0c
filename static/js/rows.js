// Pages on which rows are edited. Each works without it.
import { Agenda } from './rows/agenda.js'
import { remember } from './rows/before.js'
import { addLine, RowList } from './rows/list.js'
import { options } from './rows/options.js'

const form = document.querySelector('form[data-rows]')
const menu = document.getElementById('row-menu')
if (form?.querySelector('[data-list]')) {
  const rows = new RowList(form)
  if (form.dataset.rows === 'agenda') {
    new Agenda(rows, menu)
    remember(rows)
  }
}

// Lines for more speakers, in a form that is no list of rows.
for (const button of document.querySelectorAll('form[data-rows="lines"] [data-do="line"]')) {
  button.hidden = false
  button.addEventListener('click', () => addLine(button.form).querySelector('input').focus())
}

// A column that is called otherwise, or a row that is left out, is shown at once.
document.querySelector('form[data-paste]')?.addEventListener('change', (event) => {
  if ('check' in event.target.dataset) event.currentTarget.requestSubmit(document.getElementById('check'))
})

for (const box of document.querySelectorAll('.option-rows')) options(box)
