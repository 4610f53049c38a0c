// The browser of a party makes the secret, keeps it, and sends its seal alone. Once the others have sealed, too, it sends them
// copies that only their browsers can read; after applications ended it fills in the secret.
import { seal } from './lottery/draw.js'

const box = document.getElementById('lottery-party')
const state = JSON.parse(box.dataset.party)
const place = `meguri-lottery-${state.id}`
const kept = JSON.parse(localStorage.getItem(place) ?? 'null')
const subtle = globalThis.crypto?.subtle
const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' }
const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
const form = (id) => document.getElementById(id)

function offerSeal() {
  const sealing = form('lottery-seal')
  if (!sealing) return
  sealing.hidden = false
  sealing.addEventListener('submit', async (event) => {
    if (sealing.elements.seal.value) return
    event.preventDefault()
    const secret = kept?.secret ?? hex(crypto.getRandomValues(new Uint8Array(32)))
    const pair = await subtle.generateKey({ ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['encrypt', 'decrypt'])
    const key = await subtle.exportKey('jwk', pair.privateKey)
    localStorage.setItem(place, JSON.stringify({ secret, key }))
    sealing.elements.seal.value = await seal(secret)
    sealing.elements.public_key.value = base64(await subtle.exportKey('spki', pair.publicKey))
    sealing.requestSubmit()
  })
}

// A copy for each of the others who has sealed, which only that one's browser can read.
async function offerCopies() {
  const copying = form('lottery-copy')
  const others = state.others.filter((other) => other.key)
  if (!copying || others.length <= state.copies) return
  const copies = {}
  for (const other of others) {
    const key = await subtle.importKey('spki', bytes(other.key), algorithm, false, ['encrypt'])
    copies[other.id] = base64(await subtle.encrypt(algorithm, key, new TextEncoder().encode(kept.secret)))
  }
  copying.elements.copies.value = JSON.stringify(copies)
  copying.hidden = false
}

function offerFile() {
  const link = form('lottery-keep')
  if (!link) return
  link.href = URL.createObjectURL(new Blob([kept.secret + '\n'], { type: 'text/plain' }))
  link.hidden = false
}

// What another party did not open is read from the copy that it gave to this one.
async function offerOthers() {
  const key = await subtle.importKey('jwk', kept.key, algorithm, false, ['decrypt'])
  for (const opening of document.querySelectorAll('.lottery-other')) {
    const other = state.others.find((one) => one.id === opening.dataset.of)
    if (!other?.copy) continue
    opening.elements.secret.value = new TextDecoder().decode(await subtle.decrypt(algorithm, key, bytes(other.copy)))
    opening.hidden = false
  }
}

if (subtle) {
  if (state.seal && !(kept && (await seal(kept.secret)) === state.seal)) {
    form('lottery-lost').hidden = state.opened || state.stage === 'drawn'
  } else if (state.seal) {
    await offerCopies()
    offerFile()
    const opening = form('lottery-open')
    if (opening) opening.elements.secret.value = kept.secret
    await offerOthers()
  } else {
    offerSeal()
  }
}
