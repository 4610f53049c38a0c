// Sessions that one marks, without an account: they stay on this device, and are synced with the own page of who has a
// ticket. Reminders come while a page of the agenda is open.
import { due, inOrder, nextOf, read, toggle } from './agenda/mine.js'
import './agenda/watch.js'

const home = document.querySelector('[data-agenda]')
const key = home && `meguri-favourites-${home.dataset.agenda}`
let marked = home ? read(localStorage, key) : {}

function keep(next) {
  marked = next
  try {
    localStorage.setItem(key, JSON.stringify(marked))
  } catch {
    // a device that stores nothing forgets
  }
}

const now = () => Date.now() / 1000

// sessionOf reads a session of the page.
function sessionOf(item) {
  const link = item.querySelector('.slot-title a, .row-title a')
  return {
    id: item.id, from: Number(item.dataset.from), until: Number(item.dataset.until), title: link.textContent, href: link.pathname,
    room: item.querySelector('.slot-room')?.textContent ?? '', time: item.querySelector('time').textContent,
    off: item.classList.contains('off'),
  }
}

// addStars puts a star to each session that has a page.
function addStars() {
  const template = document.getElementById('star')
  if (!template) return
  const fresh = { ...marked }
  for (const item of document.querySelectorAll('.slot[id], .row[id]')) {
    if (!item.querySelector('.slot-title a, .row-title a')) continue
    const session = sessionOf(item)
    if (fresh[session.id]) fresh[session.id] = session
    if (item.querySelector('.star')) continue
    const star = template.content.firstElementChild.cloneNode(true)
    star.setAttribute('aria-label', `${star.getAttribute('aria-label')} ${session.title}`)
    star.setAttribute('aria-pressed', String(!!marked[session.id]))
    star.addEventListener('click', () => {
      keep(toggle(marked, sessionOf(item)))
      star.setAttribute('aria-pressed', String(!!marked[session.id]))
      drawMine()
    })
    item.append(star)
  }
  keep(fresh)
}

function lineOf(session) {
  const item = document.getElementById('mine-item').content.firstElementChild.cloneNode(true)
  const link = item.querySelector('a')
  link.href = session.href
  link.textContent = session.title
  item.querySelector('b').textContent = session.time
  item.querySelector('.note').textContent = session.room
  item.classList.toggle('off', !!session.off)
  return item
}

// drawMine shows what was marked, and what comes next of it.
function drawMine() {
  const mine = document.getElementById('mine')
  if (!mine) return
  const list = inOrder(marked)
  mine.hidden = list.length === 0
  const next = nextOf(marked, now())
  mine.querySelector('[data-count]').textContent = list.length
  mine.querySelector('[data-next]').replaceChildren(...(next ? [lineOf(next)] : []))
  mine.querySelector('[data-next-title]').hidden = !next
  mine.querySelector('[data-mine-list]').replaceChildren(...list.map(lineOf))
}

// sync sends to the own page what only this device has, and takes over what only the own page has.
async function sync() {
  const address = home.dataset.sync
  if (!address) return
  const there = [...document.querySelectorAll('[data-session]')]
  const known = new Set(there.map((item) => item.dataset.session))
  const missing = Object.keys(marked).filter((id) => !known.has(id))
  if (missing.length > 0) {
    const body = new URLSearchParams([['add', 'true'], ...missing.map((id) => ['session', id])])
    const answer = await fetch(address, { method: 'POST', body }).catch(() => undefined)
    keep({})
    if (answer?.ok) location.reload()
    return
  }
  keep(Object.fromEntries(there.map((item) => [item.dataset.session, fromOwnPage(item)])))
}

function fromOwnPage(item) {
  const link = item.querySelector('a')
  return {
    id: item.dataset.session, from: Number(item.dataset.from), until: Number(item.dataset.until), title: link.textContent,
    href: link.pathname, room: item.querySelector('.note')?.textContent ?? '', time: item.querySelector('span').textContent,
    off: item.classList.contains('off'),
  }
}

const told = new Set()
let reminds = false

function remind() {
  for (const session of due(inOrder(marked), now(), told)) {
    told.add(`${session.id} ${session.from}`)
    const minutes = Math.max(1, Math.ceil((session.from - now()) / 60))
    const text = home.dataset.remind.replace('{title}', session.title).replace('{n}', minutes)
    const place = document.querySelector('[data-remind-now]')
    place.textContent = text
    place.hidden = false
    if (reminds && Notification.permission === 'granted') notify(text, session.id)
  }
}

// notify shows a text beside the page, where the browser can: that of Android has a Notification that cannot be made.
function notify(text, tag) {
  try {
    new Notification(text, { tag })
  } catch {
    navigator.vibrate?.(200) // the page says it
  }
}

function offerReminders() {
  const button = document.querySelector('[data-remind-me]')
  if (!button || !('Notification' in window)) return
  const note = document.querySelector('[data-remind-note]')
  const show = () => {
    reminds = Notification.permission === 'granted'
    button.hidden = Notification.permission !== 'default'
    note.hidden = !reminds
  }
  button.addEventListener('click', async () => {
    await Notification.requestPermission()
    show()
  })
  show()
}

if (home) {
  addStars()
  drawMine()
  sync()
  offerReminders()
  remind()
  setInterval(() => {
    drawMine()
    remind()
  }, 30000)
  document.addEventListener('agenda-changed', () => {
    addStars()
    drawMine()
    remind()
  })
}
