// The form of a message: a placeholder of the list is put where the person was writing. Without this it is typed.
const typed = document.querySelectorAll('[name^="subject_"], [name^="body_"]')
let last = document.querySelector('[name="body_ja"]')
// Before anybody wrote, the place is the end of the text, not its beginning.
last?.setSelectionRange(last.value.length, last.value.length)

for (const field of typed) field.addEventListener('focus', () => { last = field })

for (const code of document.querySelectorAll('[data-placeholder]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'message-placeholder'
  button.textContent = code.textContent
  button.addEventListener('click', () => {
    last.setRangeText(button.textContent, last.selectionStart, last.selectionEnd, 'end')
    last.focus()
    last.dispatchEvent(new Event('input', { bubbles: true }))
  })
  code.replaceWith(button)
}

// The preview follows what is typed, in the language that is typed in. Each time a new frame takes the place of the other, so that the
// browser's history stays as it is. Without this it shows what is saved.
const edit = document.querySelector('[data-preview]')
const form = edit?.querySelector('form')
const subject = edit?.querySelector('.message-subject b')
let frame = edit?.querySelector('.message-frame')

function preview() {
  const lang = last.name.endsWith('_en') ? 'en' : 'ja'
  for (const other of edit.querySelectorAll('.message-frame')) other.removeAttribute('name')
  const next = frame.cloneNode()
  next.removeAttribute('src')
  next.name = 'message-preview'
  next.hidden = true
  frame.after(next)
  const sent = document.createElement('form')
  Object.assign(sent, { method: 'post', action: `${edit.dataset.preview}&in=${lang}`, target: next.name, hidden: true })
  for (const [name, value] of new FormData(form)) {
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name, value })
    sent.append(field)
  }
  document.body.append(sent)
  next.addEventListener('load', () => {
    // Still empty (what is shown is closed to scripts), or later than what was typed since.
    if (next.contentDocument || next.name === '') return
    edit.querySelectorAll('.message-frame').forEach((other) => other !== next && other.remove())
    next.hidden = false
    frame = next
    subject.textContent = form.elements[`subject_${lang}`].value
    subject.lang = lang
  })
  sent.submit()
  sent.remove()
}

if (frame) {
  frame.closest('[hidden]')?.removeAttribute('hidden')
  let timer
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(preview, 600)
  })
  if (!frame.src) preview()
}
