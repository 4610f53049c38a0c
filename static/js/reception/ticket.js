// Reads tickets and codes as scanners and people change them, as app/service/ticket/read.go does.
import { verifyAsync } from '@noble/ed25519'

const prefix = 'MG'
const bodySize = 49
const size = prefix.length + Math.ceil(((bodySize + 64) * 8) / 5)
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const codeLetters = '23456789BCDFGHJKMNPQRSTVWXYZ'
const maxRead = 4096

function decode(text) {
  if (text.length !== size || !text.startsWith(prefix)) return null
  const out = new Uint8Array(bodySize + 64)
  let bits = 0
  let value = 0
  let n = 0
  for (const letter of text.slice(prefix.length)) {
    const digit = base32.indexOf(letter)
    if (digit < 0) return null
    value = ((value << 5) | digit) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      out[n++] = (value >> bits) & 0xff
    }
  }
  return out[0] === 1 ? out : null
}

const swaps = (table) => (text) => [...text].map((letter) => table[letter] ?? letter).join('')
const fromQWERTZ = swaps({ y: 'z', z: 'y' })
const fromAZERTY = swaps({ q: 'a', a: 'q', z: 'w', w: 'z', ',': 'm', '?': 'm', é: '2', '"': '3', "'": '4', '(': '5', '-': '6', '§': '6', è: '7' })

const withoutNoise = (text) => text.replace(/[\s\p{Cc}\p{Cf}"'`]/gu, '')

function candidates(text) {
  const whole = decode(text)
  if (whole) return [whole]
  const plain = text.slice(0, maxRead).normalize('NFKC').toLowerCase()
  const list = []
  for (const layout of [(same) => same, fromAZERTY, fromQWERTZ]) list.push(...find(withoutNoise(layout(plain)).toUpperCase()))
  return list.slice(0, 4)
}

function find(text) {
  const list = []
  for (let from = text.indexOf(prefix); from >= 0 && text.length >= from + size; from = text.indexOf(prefix, from + 1)) {
    const rest = text.slice(from + size)
    if (/^[A-Z2-7]/.test(rest) && !rest.startsWith(prefix)) continue
    const data = decode(text.slice(from, from + size))
    if (data) list.push(data)
  }
  return list
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const uuid = (bytes) => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function claims(data) {
  const view = new DataView(data.buffer)
  return {
    key: view.getUint16(1),
    event_id: uuid(data.slice(3, 19)),
    registration_id: uuid(data.slice(19, 35)),
    serial: view.getUint16(43),
    not_after: new Date(view.getUint32(45) * 1000).toISOString(),
  }
}

const imported = new Map()

// isSigned checks a signature by the browser, or by a library where the browser does not know Ed25519.
async function isSigned(data, key) {
  const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0))
  const body = data.slice(0, bodySize)
  const signature = data.slice(bodySize)
  try {
    if (!imported.has(key)) imported.set(key, await crypto.subtle.importKey('raw', bytes, { name: 'Ed25519' }, false, ['verify']))
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported.get(key), signature, body)
  } catch {
    return verifyAsync(signature, body, bytes)
  }
}

// readTicket finds a ticket in a text. wrongEvent says that it looks like one of another event, whose keys are not here.
export async function readTicket(text, eventID, keys) {
  let wrongEvent = false
  for (const data of candidates(text)) {
    const read = claims(data)
    if (read.event_id !== eventID) {
      wrongEvent = true
      continue
    }
    const key = keys.find((k) => k.number === read.key)
    if (key && (await isSigned(data, key.key).catch(() => false))) return { claims: read }
  }
  return { wrongEvent }
}

// readCode finds a code that was typed, alone or among other text, '' for none.
export function readCode(text) {
  const upper = text.slice(0, maxRead).normalize('NFKC').toUpperCase()
  const alone = upper.replace(/ー/g, '').replace(/[^\p{L}\p{N}]/gu, '')
  if (alone.length === 8 && [...alone].every((letter) => codeLetters.includes(letter))) return `${alone.slice(0, 4)}-${alone.slice(4)}`
  if (upper.includes('@')) return ''
  const found = [...upper.matchAll(new RegExp(`(?<![A-Z0-9])([${codeLetters}]{4})(?:[^\\p{L}\\p{N}]{1,3}|ー)([${codeLetters}]{4})(?![A-Z0-9])`, 'gu'))]
  const codes = new Set(found.map((match) => `${match[1]}-${match[2]}`))
  return codes.size === 1 ? [...codes][0] : ''
}
