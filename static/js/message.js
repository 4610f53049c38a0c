// The form of a message: a placeholder of the list is put where the person was writing. Without this it is typed.
const typed = document.querySelectorAll('[name^="subject_"], [name^="body_"]')
let last = document.querySelector('[name="body_ja"]')

for (const field of typed) field.addEventListener('focus', () => { last = field })

for (const code of document.querySelectorAll('[data-placeholder]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'message-placeholder'
  button.textContent = code.textContent
  button.addEventListener('click', () => {
    last.setRangeText(button.textContent, last.selectionStart, last.selectionEnd, 'end')
    last.focus()
  })
  code.replaceWith(button)
}
