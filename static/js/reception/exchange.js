// Phones without a network tell each other their scans by a file, or by codes from screen to camera: a set of scans and undos, without names, which may be joined in any
// order and any number of times.

import { counts } from './rules.js'

const kind = 'meguri-scans-1'
const most = 20000
const wordLists = { direction: ['in', 'out'], result: ['admitted', 'already', 'left'] }

// toTell are the scans and undos that others are told of. People without a ticket are not: their names would have to go with them, and only the phone that has these can
// tell the server.
export function toTell(book) {
  const isNew = (scan) => Boolean(scan?.walkIn)
  const scans = [...book.scans.values()].filter((scan) => counts(scan) && !isNew(scan))
  return [...scans, ...[...book.undos.values()].filter((undo) => !isNew(book.scans.get(undo.undo)))]
}

// pack is the text of a file with scans. skew is what is known of this device's clock, for scans that were made before it was. Of a ticket that was checked here its
// number is told, not the whole.
export function pack(eventID, scans, skew, device) {
  const rows = scans.map(({ id, undo, person, text, serial, door, direction, wall, at, result, repeat, sent, ...scan }) => ({
    id, undo, person, text: serial ? '' : text, serial, door, direction, wall, at, result, repeat, sent: Boolean(sent), skew: scan.skew ?? skew ?? 0, device: scan.device || device,
  }))
  return JSON.stringify({ kind, event_id: eventID, scans: rows })
}

// unpack reads such a file. It is null where it is another file, of another event, or damaged: nothing is taken from it then.
export function unpack(text, eventID, slug) {
  let file
  try {
    file = JSON.parse(text)
  } catch {
    return null
  }
  if (file?.kind !== kind || file.event_id !== eventID || !Array.isArray(file.scans) || file.scans.length > most) return null
  if (!file.scans.every(isScan)) return null
  return file.scans.map((scan) => ({
    id: scan.id, undo: scan.undo, person: scan.person ?? '', text: scan.text ?? '', serial: scan.serial, door: scan.door ?? '', direction: scan.direction, wall: scan.wall, at: scan.at,
    result: scan.result, repeat: Boolean(scan.repeat), sent: Boolean(scan.sent), skew: scan.skew, device: scan.device ?? '', slug, others: true, by: '',
  }))
}

const isText = (value, length) => value === undefined || (typeof value === 'string' && value.length <= length)
const isTime = (value) => Number.isFinite(value) && Math.abs(value) < 8e15

function isScan(scan) {
  if (!scan || typeof scan.id !== 'string' || !scan.id || scan.id.length > 100) return false
  if (![scan.wall, scan.at, scan.skew].every(isTime) || !isText(scan.device, 100)) return false
  if (scan.undo !== undefined) return typeof scan.undo === 'string' && scan.undo !== '' && scan.undo.length <= 100
  if (scan.serial !== undefined && !(Number.isInteger(scan.serial) && scan.serial >= 0 && scan.serial < 65536)) return false
  return isText(scan.person, 100) && isText(scan.text, 4096) && isText(scan.door, 60) && Object.entries(wordLists).every(([key, list]) => list.includes(scan[key]))
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const idKeys = ['id', 'undo', 'person', 'device']

// squeeze makes the text of a file as small as it gets, for codes: by columns, numbers as what they differ from the row before, ids as bytes, and then packed. Of 500 scans
// (190 kB) 18 kB are left, 16 of them ids.
export async function squeeze(text) {
  const { scans, ...head } = JSON.parse(text)
  const ids = new Map() // each with its number
  const columns = {}
  for (const key of new Set(scans.flatMap(Object.keys))) {
    const column = scans.map((row) => row[key] ?? null)
    columns[key] = idKeys.includes(key) ? column.map((value) => numberOf(value, ids)) : steps(column)
  }
  const packed = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(JSON.stringify({ ...head, columns, rows: scans.length })))
  const bytes = new Uint8Array(4 + packed.length + 16 * ids.size)
  new DataView(bytes.buffer).setUint32(0, packed.length)
  bytes.set(packed, 4)
  for (const [id, n] of ids) bytes.set(id.replaceAll('-', '').match(/../g).map((hex) => parseInt(hex, 16)), 4 + packed.length + 16 * (n - 1))
  return bytes
}

// unsqueeze is the text again, '' for what is none.
export async function unsqueeze(bytes) {
  try {
    const size = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
    const { columns, rows, ...head } = JSON.parse(new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes.slice(4, size))))
    const ids = Array.from({ length: (bytes.length - size) / 16 }, (_, n) => idOf(bytes.subarray(size + 16 * n, size + 16 * (n + 1))))
    const known = { next: 0, ids }
    const scans = Array.from({ length: rows }, () => ({}))
    for (const [key, column] of Object.entries(columns)) {
      const values = idKeys.includes(key) ? column.map((value) => valueOf(value, known)) : sums(column)
      for (const [n, value] of values.entries()) if (value !== null) scans[n][key] = value
    }
    return JSON.stringify({ ...head, scans })
  } catch {
    return ''
  }
}

// numberOf is 0 for an id that was not met before, its number for another one, and the value itself for what is no id.
function numberOf(value, ids) {
  if (!uuid.test(value)) return value
  if (ids.has(value)) return ids.get(value)
  ids.set(value, ids.size + 1)
  return 0
}

const valueOf = (value, known) => (value === 0 ? known.ids[known.next++] : (known.ids[value - 1] ?? value))
const idOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

function steps(column) {
  let last = 0
  return column.map((value) => {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return [value]
    if (typeof value !== 'number') return value
    const step = value - last
    last = value
    return step
  })
}

function sums(column) {
  let last = 0
  return column.map((value) => (typeof value === 'number' ? (last += value) : Array.isArray(value) ? value[0] : value))
}

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
