// How somebody reads captions, remembered on their device. Parts of the page may be exchanged: what was chosen is shown
// again then.
const sizes = 6

// stepped is a size after a step, within what there is.
export const stepped = (size, step) => Math.min(sizes, Math.max(1, size + step))

const saved = {
  get(name) {
    try { return localStorage.getItem(`caption-${name}`) ?? '' } catch { return '' } // a browser may refuse it
  },
  set(name, value) {
    try { localStorage.setItem(`caption-${name}`, value) } catch { /* then it is for now only */ }
  },
}

const find = (selector) => document.querySelector(selector)
const size = () => (find('.caption-board') ? 'size-alone' : 'size')
const isWhite = () => saved.get('ground') === 'white'

function show() {
  for (const tool of document.querySelectorAll('[data-caption-sizes], [data-caption-switch], [data-caption-ground], [data-sign-tools]')) tool.hidden = false
  find('[data-caption-box]')?.setAttribute('data-size', stepped(Number(saved.get(size())) || 2, 0))
  find('.caption-board')?.classList.toggle('caption-white', isWhite())
  showSwitch(find('[data-caption-switch]'), find('#caption-shown'))
  for (const choice of document.querySelectorAll('[data-sign-choice]')) {
    const name = choice.dataset.signChoice
    const value = saved.get(`sign-${name}`)
    if ([...choice.options].some((option) => option.value === value)) choice.value = value
    find('#room-stream').setAttribute(`data-sign-${name}`, choice.value)
  }
}

function showSwitch(button, shown) {
  if (!button) return
  shown.hidden = saved.get('shown') === 'no'
  button.setAttribute('aria-expanded', String(!shown.hidden))
  button.textContent = shown.hidden ? button.dataset.on : button.dataset.off
}

function press(target) {
  const step = Number(target.closest('[data-caption-sizes] [data-step]')?.dataset.step)
  if (step) saved.set(size(), stepped(Number(find('[data-caption-box]').dataset.size), step))
  else if (target.closest('[data-caption-switch]')) saved.set('shown', find('#caption-shown').hidden ? 'yes' : 'no')
  else if (target.closest('[data-caption-ground]')) saved.set('ground', isWhite() ? 'black' : 'white')
  else return false
  return true
}

// choose lets the reader of the page choose. changed is called after it.
export function choose(changed) {
  show()
  document.addEventListener('click', ({ target }) => {
    if (!press(target)) return
    show()
    changed()
  })
  document.addEventListener('change', ({ target }) => {
    const name = target.dataset?.signChoice
    if (!name) return
    saved.set(`sign-${name}`, target.value)
    show()
  })
  document.addEventListener('htmx:after:swap', show)
}
