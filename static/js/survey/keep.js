// Keeps what is filled into a survey in this browser alone until it is sent: nothing of an anonymous answer is stored elsewhere. The key tells nobody whose page it is.
import { fill, isFresh, together } from './kept.js'


async function keyOf(path) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(path))
  return 'survey-' + Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('')
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key))
    if (isFresh(kept, Date.now())) return kept.pairs
    localStorage.removeItem(key)
  } catch { /* no storage here, or not ours */ }
  return null
}

// write keeps a page's answers beside those of the other pages of the form.
function write(form, key) {
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  const pairs = together(read(key) ?? [], typed, [...form.elements].map((element) => element.name))
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), pairs }))
  } catch { /* full, or forbidden: it is only typed */ }
}

// keep begins: after brings back what depends on the answers.
async function keep(form, done, after) {
  const key = await keyOf(location.pathname.replace(/\/thanks$/, ''))
  if (done) {
    localStorage.removeItem(key)
    return
  }
  const note = form.querySelector('[data-kept]')
  note.hidden = false
  const hasFaults = document.getElementById('form-errors')
  const kept = hasFaults ? null : read(key)
  if (kept) {
    fill(form.elements, kept)
    after()
  }
  if (hasFaults) write(form, key)
  form.addEventListener('input', () => write(form, key))
  form.addEventListener('change', () => write(form, key))
  note.querySelector('button').addEventListener('click', () => {
    localStorage.removeItem(key)
    location.assign(location.pathname)
  })
}

export function start(after) {
  const form = document.querySelector('form[data-keep]')
  const done = document.querySelector('[data-survey-done]')
  if ((form || done) && globalThis.crypto?.subtle) keep(form, done, after).catch(() => {})
}
