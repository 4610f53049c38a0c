// Who sits at the other seats, and whose turn it is. The turn shuts out nobody: what another one types is shown, too.
import { post } from './send.js'

const every = 5000

// turnText is what a captioner reads about the turn.
export function turnText({ turn, seats }, seat, texts, unnamed) {
  const who = seats.find((s) => s.id === turn)
  if (!turn || !who) return texts.nobody
  if (turn === seat) return texts.own
  return (who.here ? texts.other : texts.gone).replace('{name}', who.name || unnamed)
}

// partnerOf is the seat to hand over to: the one who is there and has the turn not.
export const partnerOf = ({ turn, seats }, seat) => seats.find((s) => s.here && s.id !== seat && s.id !== turn)

export function deskOf(document, { deskTo, turnTo }, seat) {
  const find = (id) => document.getElementById(id)
  const [name, people, says, takeOver, handOver] = ['seat-name', 'seat-people', 'seat-turn', 'seat-take', 'seat-hand'].map(find)
  let desk = { turn: '', version: 0, seats: [] }

  function show() {
    says.textContent = turnText(desk, seat, says.dataset, people.dataset.unnamed)
    const partner = partnerOf(desk, seat)
    takeOver.hidden = desk.turn === seat
    handOver.hidden = desk.turn !== seat || !partner
    handOver.textContent = handOver.dataset.text.replace('{name}', partner?.name || people.dataset.unnamed)
    people.replaceChildren(...desk.seats.map((s) => {
      const row = document.createElement('li')
      const note = s.id === seat ? people.dataset.own : s.here ? '' : people.dataset.away
      row.textContent = (s.name || people.dataset.unnamed) + (note && ` (${note})`)
      row.classList.toggle('seat-on', s.id === desk.turn)
      return row
    }))
  }
  async function ask() {
    const answer = await post(deskTo, new URLSearchParams({ seat, name: name.value })).catch(() => undefined)
    if (!answer?.ok) return
    desk = await answer.json()
    show()
  }
  async function give(to) {
    const answer = await post(turnTo, new URLSearchParams({ to, version: desk.version })).catch(() => undefined)
    await ask()
    if (answer?.status === 409) says.textContent = says.dataset.changed
  }
  name.value = localStorage.getItem('caption-name') ?? ''
  name.addEventListener('change', () => {
    localStorage.setItem('caption-name', name.value)
    ask()
  })
  const take = () => desk.turn !== seat && give(seat)
  const hand = () => {
    const partner = partnerOf(desk, seat)
    if (desk.turn === seat && partner) give(partner.id)
  }
  takeOver.addEventListener('click', take)
  handOver.addEventListener('click', hand)
  document.querySelector('[data-live-part~="captionseats"]').addEventListener('live:captionseats', ask)
  ask()
  setInterval(ask, every)
  return { take, hand }
}
