// How somebody reads captions, remembered on their device.
const sizes = 6

// stepped is a size after a step, within what there is.
export const stepped = (size, step) => Math.min(sizes, Math.max(1, size + step))

// saved reads and writes what is remembered; a browser may refuse it.
export const saved = {
  get(name) {
    try { return localStorage.getItem(`caption-${name}`) ?? '' } catch { return '' }
  },
  set(name, value) {
    try { localStorage.setItem(`caption-${name}`, value) } catch { /* it is for now only */ }
  },
}

export function chooseSize(document, changed) {
  const tools = document.querySelector('[data-caption-sizes]')
  const box = document.querySelector('[data-caption-box]')
  if (!tools || !box) return
  tools.hidden = false
  const name = document.querySelector('.caption-board') ? 'size-alone' : 'size'
  const show = () => { box.dataset.size = stepped(Number(saved.get(name)) || 2, 0) }
  show()
  tools.addEventListener('click', ({ target }) => {
    const step = Number(target.closest('[data-step]')?.dataset.step)
    if (!step) return
    saved.set(name, stepped(Number(box.dataset.size), step))
    show()
    changed()
  })
}

export function chooseShown(document, changed) {
  const button = document.querySelector('[data-caption-switch]')
  const shown = document.getElementById('caption-shown')
  if (!button || !shown) return
  button.hidden = false
  const show = () => {
    shown.hidden = saved.get('shown') === 'no'
    button.setAttribute('aria-expanded', String(!shown.hidden))
    button.textContent = shown.hidden ? button.dataset.on : button.dataset.off
    if (!shown.hidden) changed()
  }
  show()
  button.addEventListener('click', () => {
    saved.set('shown', shown.hidden ? 'yes' : 'no')
    show()
  })
}

export function chooseGround(document) {
  const button = document.querySelector('[data-caption-ground]')
  const board = document.querySelector('.caption-board')
  if (!button || !board) return
  button.hidden = false
  const show = () => board.classList.toggle('caption-white', saved.get('ground') === 'white')
  show()
  button.addEventListener('click', () => {
    saved.set('ground', board.classList.contains('caption-white') ? 'black' : 'white')
    show()
  })
}

// chooseSign places the sign-language interpreter beside the stream, on screens that are wide enough.
export function chooseSign(document) {
  const tools = document.querySelector('[data-sign-tools]')
  const stream = document.getElementById('room-stream')
  if (!tools || !stream) return
  tools.hidden = false
  for (const choice of tools.querySelectorAll('[data-sign-choice]')) {
    const name = choice.dataset.signChoice
    const value = saved.get(`sign-${name}`)
    if ([...choice.options].some((option) => option.value === value)) choice.value = value
    const show = () => stream.setAttribute(`data-sign-${name}`, choice.value)
    show()
    choice.addEventListener('change', () => {
      saved.set(`sign-${name}`, choice.value)
      show()
    })
  }
}
