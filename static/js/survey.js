// Keeps what is filled into a survey in this browser alone until it is sent: nothing of an anonymous answer is stored elsewhere. The key tells nobody whose page it is.
import { fill, isFresh } from './survey/kept.js'

const form = document.querySelector('form[data-keep]')
const done = document.querySelector('[data-survey-done]')

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

function write(key) {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), pairs }))
  } catch { /* full, or forbidden: it is only typed */ }
}

async function start() {
  const key = await keyOf(location.pathname.replace(/\/thanks$/, ''))
  if (done) {
    localStorage.removeItem(key)
    return
  }
  const note = form.querySelector('[data-kept]')
  note.hidden = false
  const hasFaults = document.getElementById('form-errors')
  const kept = hasFaults ? null : read(key)
  if (kept) fill(form.elements, kept)
  if (hasFaults) write(key)
  form.addEventListener('input', () => write(key))
  form.addEventListener('change', () => write(key))
  note.querySelector('button').addEventListener('click', () => {
    localStorage.removeItem(key)
    location.assign(location.pathname)
  })
}

if ((form || done) && globalThis.crypto?.subtle) start().catch(() => {})
