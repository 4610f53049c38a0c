// The form of an event's look: a press on the whole picture chooses the point that stays in sight where it is cut.
const whole = document.querySelector('[data-face]')
const cut = document.querySelector('.face-preview .cover')
const [x, y] = ['x', 'y'].map((name) => document.getElementById(name))

if (whole && cut && x && y) {
  whole.dataset.chooses = ''
  const show = () => {
    cut.className = cut.className.replace(/ focus-[xy]-\d+/g, '') +
      ` focus-x-${Math.round(x.value / 10)} focus-y-${Math.round(y.value / 10)}`
  }
  whole.addEventListener('click', ({ offsetX, offsetY }) => {
    x.value = Math.round((100 * offsetX) / whole.clientWidth)
    y.value = Math.round((100 * offsetY) / whole.clientHeight)
    show()
  })
  x.addEventListener('input', show)
  y.addEventListener('input', show)
}
