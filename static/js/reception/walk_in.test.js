import assert from 'node:assert/strict'
import test from 'node:test'

import { Book } from './book.js'
import { insideByPlace } from './inside.js'
import { toSend } from './sync.js'
import { freePlaces, settle, walkInScans } from './walk_in.js'

const at = Date.parse('2030-05-01T04:00:00Z')
const rules = {
  event_id: 'e', tickets_until: '2031-01-01T00:00:00Z', ticket_types: [{ slug: 'venue', mode: 'venue', free: 2 }],
  doors: [{ slug: 'main', name: { ja: '正門' } }, { slug: 'hall', name: { ja: 'ホール前' }, place: 'room-1', place_name: { ja: '大ホール' } }],
  door_rules: [{ slug: 'hall', capacity: 1, stops: true }],
}
const base = { slug: 'here', door: 'main', wall: at, at, skew: 0, locale: 'ja' }
const group = (people = 2) => walkInScans({ name: '平間 すみれ', type: 'venue', people, consents: [], over: false }, base)

test('a group without a ticket is inside at once, and is sent with one id each', () => {
  const book = new Book(rules)
  const scans = group()
  for (const scan of scans) book.addScan(scan)
  assert.deepEqual(book.counts(), { expected: 2, arrived: 2, inside: 2 })
  assert.deepEqual(insideByPlace(book)[0].people.map((p) => `${p.person.family} ${p.person.given}`), ['平間 すみれ', '平間 同行1'])
  assert.equal(toSend(scans[1], 0, at + 1000).walk_in.with, scans[0].id)
  assert.notEqual(scans[0].id, scans[1].id)
  assert.equal(freePlaces(rules.ticket_types[0], book.scans.values()), 0)
})

test('once the server has them their name is kept no longer, and they are not listed twice', () => {
  const book = new Book(rules)
  const [scan] = group(1)
  book.addScan(scan)
  Object.assign(scan, { sent: true })
  settle(scan, { registration: { id: 'r1' } })
  book.addScan(scan)
  assert.equal(scan.walkIn, undefined)
  book.load([{ id: 'r1', family: '平間', ticket_type: 'venue', state: 'confirmed', arrived: true, inside: true, since: new Date(at).toISOString(), door: 'main' }])
  assert.equal(book.counts().inside, 1)
})

test('who is in the venue may go into a room, as long as there is room, and stays inside when leaving it', async () => {
  const book = new Book(rules)
  const person = (id) => ({ id, family: id, ticket_type: 'venue', state: 'confirmed', arrived: true, inside: true, since: new Date(at).toISOString(), door: 'main' })
  book.load([person('a'), person('b')])
  const pass = async (id, direction, n) => {
    const { result } = await book.decide({ id }, direction, at + n * 1000, 'hall')
    book.addScan({ id: `s${n}`, person: id, result, direction, door: 'hall', place: 'room-1', at: at + n * 1000 })
    return result
  }
  assert.equal(await pass('a', 'in', 1), 'admitted')
  assert.equal(await pass('a', 'in', 2), 'already')
  assert.equal(await pass('b', 'in', 3), 'full')
  assert.equal(await pass('a', 'out', 4), 'left')
  assert.equal(await pass('b', 'in', 5), 'admitted')
  assert.deepEqual(Object.fromEntries(insideByPlace(book).map((g) => [(g.room ?? g.door).ja, g.people.map((p) => p.person.id)])), { 大ホール: ['b'], 正門: ['a'] })
})
