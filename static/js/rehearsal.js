// A practice run on the screen: made-up people come one after another, as fast as the forecast says. Escape stops it.
const button = document.getElementById('rehearsal-play')
const list = document.getElementById('practice-cards')
const cards = [...list.children]
let timer
let next = 0

function show() {
  for (const [i, card] of cards.entries()) card.classList.toggle('is-shown', i === next % cards.length)
  next += 1
}

function play(on) {
  clearInterval(timer)
  list.classList.toggle('is-played', on)
  button.classList.toggle('is-playing', on)
  button.textContent = on ? button.dataset.stop : button.dataset.play
  if (!on) return
  next = 0
  show()
  timer = setInterval(show, Math.max(1000, Number(button.dataset.every)))
}

button.hidden = false
button.addEventListener('click', () => play(!list.classList.contains('is-played')))
addEventListener('keydown', ({ key }) => key === 'Escape' && play(false))
