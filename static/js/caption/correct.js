// A line that was sent is corrected in a dialog.
import { post } from './send.js'

export function correctIn(document, to, lineOf, take) {
  const dialog = document.getElementById('seat-correct')
  const text = document.getElementById('correct-text')
  const fault = document.getElementById('correct-fault')
  let line

  function open(chosen) {
    if (!chosen?.version) return
    line = chosen
    text.value = line.text
    fault.textContent = ''
    dialog.showModal()
  }
  async function save(wanted) {
    const answer = await post(to + encodeURIComponent(line.id), new URLSearchParams({ text: wanted, version: line.version })).catch(() => ({}))
    if (answer.ok) take([{ ...line, text: wanted, version: line.version + 1 }])
    else {
      const now = lineOf(line.id) ?? line
      dialog.showModal()
      line = now
      text.value = answer.status === 409 ? now.text : wanted
      fault.textContent = answer.status === 409 ? dialog.dataset.changed : dialog.dataset.fault
    }
  }
  dialog.addEventListener('close', () => {
    const wanted = { save: text.value.trim(), remove: '' }[dialog.returnValue]
    dialog.returnValue = ''
    if (wanted !== undefined && wanted !== line.text) save(wanted)
  })
  // Each line that was sent can be chosen, also by keyboard.
  const list = () => document.getElementById('caption-lines')
  document.addEventListener('click', ({ target }) => {
    const row = list()?.contains(target) && target.closest('li')
    if (row) open(lineOf(row.dataset.id))
  })
  return { open }
}
