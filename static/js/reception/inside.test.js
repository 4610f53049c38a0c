import assert from 'node:assert/strict'
import test from 'node:test'

import { Book } from './book.js'
import { insideByPlace } from './inside.js'
import { skewOf, timeOf, toSend } from './sync.js'

const rules = {
  ticket_types: [{ slug: 'venue', mode: 'venue' }],
  doors: [
    { slug: 'main', name: { ja: '正門' } },
    { slug: 'north', name: { ja: '北口' } },
    { slug: 'hall', name: { ja: 'ホール前' }, place: 'room-1', place_name: { ja: '大ホール' } },
  ],
}
const person = (id, family_kana, more = {}) => ({ id, family: family_kana, family_kana, state: 'confirmed', ticket_type: 'venue', ...more })
const since = '2030-05-01T04:00:00Z'
const after = Date.parse(since) + 60_000
const scan = (id, who, more) => ({ id, person: who, result: 'admitted', direction: 'in', door: 'main', at: after, ...more })

function bookOf(people, scans = []) {
  const book = new Book(rules)
  book.load(people)
  for (const s of scans) book.addScan(s)
  return book
}
const names = (book) => Object.fromEntries(insideByPlace(book).map((g) => [(g.room ?? g.door)?.ja ?? '', g.people.map((p) => p.person.family)]))

test('people are listed by the place that the server and this device know, by their reading', () => {
  const book = bookOf(
    [
      person('1', 'サトウ', { arrived: true, inside: true, since, door: 'main' }),
      person('2', 'アベ', { arrived: true, inside: true, since, door: 'main' }),
      person('3', 'イトウ', { arrived: true, inside: true, since, door: 'main', place: 'room-1' }),
      person('4', 'エダ'),
      person('5', 'オノ', { arrived: true, inside: true, since, door: 'gone' }),
      person('6', 'カトウ'),
    ],
    [scan('a', '4', { door: 'north' })],
  )
  assert.deepEqual(names(book), { 大ホール: ['イトウ'], 正門: ['アベ', 'サトウ'], 北口: ['エダ'], '': ['オノ'] })
})

test('who left by a scan of this device is not listed, and an undone scan counts for nothing', () => {
  const book = bookOf(
    [person('1', 'サトウ', { arrived: true, inside: true, since, door: 'main' }), person('2', 'アベ')],
    [scan('a', '1', { result: 'left', direction: 'out' }), scan('b', '2', { undone: true })],
  )
  assert.deepEqual(names(book), {})
})

test('who was not scanned out the day before is gone in the morning without a network, and comes in anew', async () => {
  const days = { ...rules, event_id: 'e', nights: ['2030-05-01T19:00:00Z', '2030-05-02T19:00:00Z'] }
  let now = Date.parse('2030-05-01T10:00:00Z')
  const book = new Book(days, [], () => now)
  book.load([person('1', 'サトウ', { arrived: true, inside: true, since, door: 'main' }), person('2', 'アベ')])
  book.addScan(scan('a', '2', {}))
  assert.deepEqual([names(book), book.counts().inside], [{ 正門: ['アベ', 'サトウ'] }, 2])
  assert.equal((await book.decide({ id: '2' }, 'in', now, 'main')).result, 'already')
  now = Date.parse('2030-05-02T00:00:00Z')
  assert.deepEqual([names(book), book.counts().inside, book.counts().arrived], [{}, 0, 2])
  for (const id of ['1', '2']) assert.equal((await book.decide({ id }, 'in', now, 'main')).result, 'admitted')
  book.addScan(scan('b', '1', { at: now }))
  assert.deepEqual([names(book), book.counts().inside], [{ 正門: ['サトウ'] }, 1])
})

test('a device whose clock is two hours off ends the day when the server does', async () => {
  const night = Date.parse('2030-05-01T19:00:00Z')
  for (const off of [-7200e3, 7200e3]) {
    let wall = 0
    const skew = skewOf(new Date(night - 3600e3).toISOString(), night - 3600e3 + off, night - 3600e3 + off)
    const book = new Book({ ...rules, event_id: 'e', nights: [new Date(night).toISOString()] }, [], () => wall + skew)
    book.load([person('1', 'サトウ', { arrived: true, inside: true, since, door: 'main' }), person('2', 'アベ')])
    const evening = { id: 'a', wall: night - 1800e3 + off, skew }
    book.addScan(scan('a', '2', { ...evening, at: timeOf(evening, skew, evening.wall) }))
    wall = night - 1000 + off
    assert.equal(book.counts().inside, 2, `a second before, ${off}`)
    assert.equal((await book.decide({ id: '2' }, 'in', book.now(), 'main')).result, 'already')
    wall = night + off
    assert.equal(book.counts().inside, 0, `then, ${off}`)
    assert.equal((await book.decide({ id: '2' }, 'in', book.now(), 'main')).result, 'admitted')
    assert.equal(toSend(book.scans.get('a'), skew, 'd', wall).scanned_at, new Date(night - 1800e3).toISOString())
  }
})
