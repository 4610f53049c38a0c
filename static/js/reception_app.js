// The app of a reception's devices: it decides by itself, stores each scan before it shows "admitted", and sends them when it can.
import { newID } from './id.js'
import { Book } from './reception/book.js'
import { Camera } from './reception/camera.js'
import { pack, toTell, unpack } from './reception/exchange.js'
import { Facing } from './reception/facing.js'
import { showInside } from './reception/inside.js'
import { Kiosk, findSelf } from './reception/kiosk.js'
import { Practice } from './reception/practice.js'
import { forget, newKey, open, readPeople, scansOf, writePeople, writeScans } from './reception/store.js'
import { ask, batchSize, fromServer, Offline, Refused, skewOf, toSend } from './reception/sync.js'
import { WalkInForm, settle, walkInScans } from './reception/walk_in.js'
import { View } from './reception/view.js'

const slug = location.pathname.split('/')[2]
const root = document.getElementById('app')
let view = new View(root, slug)
const practice = new Practice()
const channel = new BroadcastChannel('meguri-reception')
const day = 24 * 60 * 60 * 1000

let db
let event // this device at the event: token, door, key, rules, since, heard, skew
let book
let direction = 'in'
let state = { net: 'offline', error: '' }
let measured // the skew that was measured since the app was opened

const now = () => Date.now() + (measured ?? event?.skew ?? 0)
const waiting = () => book?.waiting(event?.supervises) ?? []

async function start() {
  try {
    db = await open()
  } catch {
    connect()
    view.trouble('storage')
    return
  }
  event = await db.get('events', slug)
  if (event?.kiosk) view = new Kiosk(root, slug, event.lang)
  connect()
  const code = pairingCode()
  if (code) await pair(code)
  else if (event?.token) {
    if (!event.persisted) askToPersist()
    await begin()
  }
  else view.pair()
  registerWorker()
}

// pairingCode takes the code from the address, where it stays in no history.
function pairingCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get('pair')
  if (code) history.replaceState(null, '', location.pathname)
  return code
}

function registerWorker() {
  navigator.serviceWorker?.register(root.dataset.worker, { scope: '/reception/', updateViaCache: 'none' }).catch(() => {})
  const tell = () => navigator.serviceWorker.ready.then((worker) => worker.active.postMessage(location.pathname)) // this page came before it
  navigator.serviceWorker?.addEventListener('controllerchange', tell)
  if (navigator.serviceWorker) tell()
}

async function pair(code) {
  view.pair('…')
  try {
    const paired = await ask('/api/v1/devices/pair', { body: { code } })
    if (paired.event !== slug) return location.replace(`/reception/${paired.event}/`)
    event = { ...(await db.get('events', slug)), slug, ...paired, lang: document.documentElement.lang, since: '', heard: 0, ended: '', persisted: false }
    await db.put('events', event)
    if (Boolean(event.kiosk) !== view instanceof Kiosk) return location.reload() // the page is another one for whom it is now
    askToPersist()
    await begin()
  } catch (error) {
    view.pair(error instanceof Refused ? error.message : view.text('pair_offline'))
  }
}

// askToPersist asks that nothing stored here is thrown away. Firefox asks the person, who may never answer: nothing waits for it.
async function askToPersist() {
  const isKept = (await navigator.storage?.persist?.().catch(() => false)) ?? false
  event = { ...event, persisted: isKept }
  await db.put('events', event)
  if (book) show()
}

async function begin() {
  book = new Book(event.rules ?? null, event.keys, now)
  book.practice = practice
  if (isTooOld()) event = await forget(db, event)
  if (event.key && event.rules) book.load(await readPeople(db, slug, event.key).catch(() => []))
  for (const scan of await scansOf(db, slug)) book.addScan(scan)
  direction = event.direction ?? 'in'
  await sync()
  show()
}

// isTooOld reports whether the list must not be kept any longer: the event is over, or the server was not heard of for a day.
function isTooOld() {
  if (!event.key) return false
  return Date.now() - event.heard > day || (event.rules && now() > Date.parse(event.rules.forget_at))
}

function show() {
  const isReady = Boolean(book?.rules && event.key)
  view.status({ ...state, event, direction, waiting: waiting().length, counts: isReady ? book.counts() : null, door: doorName(), rules: book?.rules })
  if (!isReady) view.wait(state.error)
  else view.open()
}

const doorName = () => {
  const door = book?.rules?.doors.find((d) => d.slug === event.door) ?? book?.rules?.doors[0]
  return door ? view.pick(door.name) : ''
}

// One tab at a time talks with the server; what it does may be repeated.
let syncing
async function sync() {
  if (!event?.token || !book || syncing) return syncing
  syncing = (navigator.locks ? navigator.locks.request(`meguri-${slug}`, exchange) : exchange()).finally(() => (syncing = null))
  return syncing
}

async function exchange() {
  try {
    const fresh = await db.get('events', slug)
    if (fresh) event = { ...event, token: fresh.token, since: event.since && fresh.since ? event.since : '' }
    await send()
    await hear()
    state = { net: 'online', error: '' }
  } catch (error) {
    if (error instanceof Refused) await refused(error)
    else if (error instanceof Offline) state = { net: error.portal ? 'portal' : 'offline', error: '' }
    else {
      state = { net: 'offline', error: String(error) }
      console.error(error)
    }
  }
  if (isTooOld()) await drop()
}

async function refused(error) {
  state = { net: 'online', error: error.message }
  if (error.status === 401) {
    state.error = view.text('revoked')
    event.token = ''
    await drop()
  } else if (error.status === 403 || error.status === 404) await drop()
}

async function drop() {
  event = await forget(db, event)
  book.load([])
  book.rules = null
}

async function send() {
  const list = waiting()
  for (let i = 0; i < list.length; i += batchSize) {
    const batch = list.slice(i, i + batchSize)
    const scans = batch.map((scan) => toSend(scan, measured ?? event.skew, event.device))
    const { results } = await ask(`${root.dataset.api}/checkins`, { token: event.token, body: { scans } })
    for (const [n, answer] of results.entries()) {
      Object.assign(batch[n], { sent: true, at: Date.parse(scans[n].scanned_at), conflict: answer.conflict ?? '', server: answer.result })
      settle(batch[n], answer)
      if (answer.result === 'refused') batch[n].refused = answer.text
    }
    await keep(batch)
  }
}

// keep stores scans and undos, and lets the other tabs know.
async function keep(list) {
  await writeScans(db, list.map(({ undone: _, ...row }) => row)) // what undoes it is a row of its own
  for (const scan of list) {
    book.addScan(scan)
    channel.postMessage(scan)
  }
  view.recent(book)
}

async function hear() {
  const query = new URLSearchParams({ waiting: waiting().length, clock_ahead: -Math.round((measured ?? event.skew ?? 0) / 1000) })
  if (event.since && event.key) query.set('since', event.since)
  const battery = await navigator.getBattery?.().catch(() => null)
  if (battery) query.set('battery', Math.round(battery.level * 100))
  const sent = Date.now()
  const roster = await ask(`${root.dataset.api}/roster?${query}`, { token: event.token })
  measured = skewOf(roster.now, sent, Date.now())
  const dirty = book.apply(roster)
  event = { ...event, key: event.key ?? (await newKey()), rules: roster.rules, keys: roster.keys, since: roster.next, heard: Date.now(), skew: measured }
  const news = roster.scans.flatMap((scan) => newsOf(scan))
  if (news.length) await keep(news)
  if (!dirty || dirty.length) await writePeople(db, slug, event.key, book.people, dirty)
  await db.put('events', event)
}

// newsOf is what a scan of the roster tells that was not known here.
function newsOf(told) {
  const scan = fromServer(told, slug)
  const news = book.scans.has(scan.id) ? [] : [scan]
  if (told.undone && !book.undos.has(scan.id)) news.push({ ...scan, id: `undo-${scan.id}`, undo: scan.id })
  return news
}

// take decides a scan, stores it, and only then shows the result.
let taking = Promise.resolve()
function take(input, admitted = false) {
  taking = taking.then(() => taken(input, admitted)).catch((error) => view.result({ result: 'trouble', detail: String(error) }))
  return taking
}

async function taken(input, admitted) {
  if (!book?.rules) return
  const at = now()
  const verdict = await book.decide(input, direction, at, event.door)
  if (admitted && verdict.result === 'not_here') Object.assign(verdict, { result: 'admitted', note: 'online' })
  const { person, id } = verdict.read
  if (verdict.read.practice) {
    view.result({ ...verdict, person, type: book.type(person), input, online: true, practice: practice.note(person, verdict.result, at) })
    return
  }
  const scan = {
    id: newID(), slug, person: person?.id ?? id ?? '', text: person ? '' : (input.text ?? ''), door: event.door, place: book.door(event.door)?.place ?? '', device: event.device ?? '', direction, wall: Date.now(), at, skew: measured,
    result: verdict.result, repeat: verdict.result === 'already', note: verdict.note ?? '', sent: false,
  }
  if (input.text && verdict.read.ticket) Object.assign(scan, { text: input.text, serial: verdict.read.ticket.serial })
  try {
    await keep([scan])
  } catch {
    view.result({ result: 'trouble', detail: view.text('storage_full') })
    return
  }
  view.result({ ...verdict, scan, person, type: book.type(person), input, waiting: waiting().length, online: state.net === 'online' })
  show()
  scheduleSync()
}

// letIn takes people without a ticket: stored first, and then said.
async function letIn(input) {
  const at = now()
  const scans = walkInScans(input, { slug, door: event.door, wall: Date.now(), at, skew: measured, locale: document.documentElement.lang })
  try {
    await keep(scans)
  } catch {
    view.result({ result: 'trouble', detail: view.text('storage_full') })
    return false
  }
  const person = book.person(scans[0].person)
  view.result({ result: 'admitted', note: 'walkin', scan: scans[0], person, type: book.type(person), detail: view.text('walkin_people', { n: scans.length }), waiting: waiting().length, online: state.net === 'online' })
  show()
  scheduleSync()
  return true
}

// undo undoes a scan of this device or of another one, by a scan of its own.
async function undo(scan) {
  await keep([{ id: newID(), slug, undo: scan.id, device: event.device ?? '', wall: Date.now(), at: now(), skew: measured, sent: false }])
  view.ready()
  show()
  scheduleSync()
}

// exportScans is the text of a file with what this device knows, for a phone that has no network either.
const exportScans = () => pack(book.rules.event_id, toTell(book), measured ?? event.skew, event.device)

// importScans takes the text of such a file, and returns how many of its scans were new, -1 for another file.
async function importScans(text) {
  const scans = unpack(text, book.rules.event_id, slug)
  if (!scans) return -1
  const fresh = scans.filter((scan) => (scan.undo ? !book.undos.has(scan.undo) : !book.scans.has(scan.id)))
  if (fresh.length) await keep(fresh)
  show()
  scheduleSync()
  return fresh.length
}

let timer
function scheduleSync() {
  clearTimeout(timer)
  timer = setTimeout(() => sync().then(show), 250)
}

channel.addEventListener('message', ({ data }) => {
  if (data.slug !== slug || !book) return
  book.addScan(data)
  view.recent(book)
  show()
})

// connect lets the page do things.
function connect() {
  const camera = new Camera(root.dataset.wasm, (text) => take({ text }), (is) => view.covered(is))
  const walkIn = new WalkInForm(view, { rules: () => book?.rules, scans: () => book?.scans.values() ?? [], isSupervisor: () => Boolean(event?.supervises), admit: letIn })
  const facing = new Facing(view, root.dataset.wasm, { eventID: () => book.rules.event_id, exportScans, importScans, count: () => toTell(book).length })
  view.on({
    facing,
    walkIn: () => walkIn.open(),
    pair, take, undo, camera, exportScans, importScans,
    self: (typed) => (event.names ? findSelf(book.everybody(), typed) : []),
    search: (text, row, kana) => book.search(text, row, kana),
    inside: () => showInside(view, book, event),
    group: (person) => book.group(person),
    recent: () => view.recent(book),
    wipe: () => {
      practice.wipe()
      view.ready()
    },
    setDoor: async (door, way) => {
      event.door = door
      event.direction = direction = way
      await db.put('events', event)
      show()
    },
  })
}

// Barcode readers that act as keyboards type wherever they are, and end with Enter.
let typed = ''
let typedAt = 0
addEventListener('keydown', (press) => {
  if (press.target.closest('input, select, textarea')) return
  if (press.timeStamp - typedAt > 500) typed = ''
  typedAt = press.timeStamp
  if (press.key === 'Enter' && typed.length > 3) {
    press.preventDefault()
    take({ text: typed })
    typed = ''
  } else if (press.key.length === 1) typed += press.key
})

// A QR code that is opened while the app is open changes the fragment alone.
addEventListener('hashchange', () => {
  const code = pairingCode()
  if (code) pair(code)
})
addEventListener('online', scheduleSync)
addEventListener('visibilitychange', () => !document.hidden && scheduleSync())
setInterval(() => sync().then(show), 15000)
start()
