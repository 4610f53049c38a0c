// The agenda while it is on: marks what is over, on and next each minute, and opens what a phone folds.
import './favourite.js'
import { clock, nextOf, placeOf, stateOf } from './agenda/now.js'

const agenda = document.getElementById('agenda')
const firstOnes = 4

function sessions() {
  return [...agenda.querySelectorAll('[data-from]')].map((item) => ({
    item, from: item.dataset.from, until: item.dataset.until,
    off: item.classList.contains('off'), pause: item.matches('.pause, .agenda-break, .agenda-long *'),
  }))
}

// setPlace gives an element of the grid the classes of its minutes, or hides it.
function setPlace(element, seconds) {
  const grid = agenda.querySelector('.timetable')
  if (!element || !grid) return
  element.hidden = seconds < Number(grid.dataset.start) || seconds >= Number(grid.dataset.end)
  const kept = [...element.classList].filter((name) => !/^t\d-/.test(name))
  element.className = [...kept, ...placeOf(Math.max(0, Math.floor((seconds - grid.dataset.start) / 60)))].join(' ')
}

function markSessions(list, seconds) {
  const next = nextOf(list, seconds)
  for (const session of list) {
    const state = stateOf(session, seconds)
    const isNext = next.includes(session)
    session.state = state
    session.item.classList.toggle('over', state === 'over')
    session.item.classList.toggle('on', state === 'on')
    session.item.classList.toggle('next', isNext)
    const badge = session.item.querySelector('.state')
    if (badge) badge.textContent = state === 'on' ? agenda.dataset.now : isNext ? agenda.dataset.next : ''
  }
  const jump = agenda.querySelector('.agenda-jump a')
  const current = list.find((s) => s.state === 'on' && !s.pause) ?? next[0]
  if (jump && current) jump.href = `#${current.item.id}`
}

function cardItem(session, seconds) {
  const item = document.getElementById('now-item').content.firstElementChild.cloneNode(true)
  const title = session.item.querySelector('.slot-title a')
  const link = item.querySelector('a')
  const bar = item.querySelector('progress')
  item.className = [...session.item.classList].find((name) => name.startsWith('tone-')) ?? ''
  link.href = title.href
  link.textContent = title.textContent
  item.querySelector('.now-left').textContent = agenda.dataset.left.replace('%', Math.ceil((session.until - seconds) / 60))
  item.querySelector('.now-room').textContent = session.item.querySelector('.slot-room')?.textContent ?? ''
  bar.max = session.until - session.from
  bar.value = seconds - session.from
  return item
}

function drawCard(list, seconds) {
  const card = document.getElementById('now-card')
  if (!card) return
  const on = list.filter((s) => s.state === 'on' && !s.pause)
  for (const session of list) session.item.classList.toggle('first', on.indexOf(session) >= 0 && on.indexOf(session) < firstOnes)
  card.hidden = on.length === 0
  if (card.contains(document.activeElement)) return // what is being used stays
  const more = document.getElementById('now-more')
  more.hidden = on.length <= firstOnes
  more.textContent = agenda.dataset.more.replace('%', on.length - firstOnes)
  document.getElementById('now-time').textContent = clock(seconds, agenda.dataset.zone)
  document.getElementById('now-list').replaceChildren(...on.slice(0, firstOnes).map((s) => cardItem(s, seconds)))
}

function update() {
  const seconds = Math.floor(Date.now() / 1000)
  const isLive = seconds >= agenda.dataset.from - 3600 && seconds < Number(agenda.dataset.until)
  agenda.classList.toggle('live', isLive)
  if (!isLive) return
  const list = sessions()
  markSessions(list, seconds)
  drawCard(list, seconds)
  for (const group of agenda.querySelectorAll('.tt-group')) group.classList.toggle('over', !group.querySelector('.slot:not(.over, .first)'))
  const pill = document.getElementById('now-pill')
  if (pill) pill.textContent = clock(seconds, agenda.dataset.zone)
  setPlace(pill, seconds)
  setPlace(document.getElementById('now-line'), seconds)
}

if (agenda) {
  update()
  setInterval(update, 60000 / 2)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && update())
  for (const link of agenda.querySelectorAll('.unfold a')) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      agenda.classList.add('all')
      const later = link.closest('.unfold').previousElementSibling ? agenda.querySelector('.later a') : agenda.querySelector('.slot a')
      later?.focus()
    })
  }
}

// Addresses of earlier calendars name a session by its place on this page, which shows one day.
const named = location.hash.slice(1)
if (/^[0-9a-f-]{36}$/.test(named) && !document.getElementById(named)) {
  location.replace(location.pathname.replace(/\/agenda$/, `/sessions/${named}`))
}
