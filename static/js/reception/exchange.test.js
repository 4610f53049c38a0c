import assert from 'node:assert/strict'
import test from 'node:test'

import { Book } from './book.js'
import { pack, unpack } from './exchange.js'

const rules = { event_id: 'E', ticket_types: [], doors: [] }
const scan = (id, at, direction = 'in') => ({ id, slug: 's', person: 'P', text: '', door: '', direction, wall: at, at, skew: 0, result: direction === 'in' ? 'admitted' : 'left', repeat: false, sent: false, device: 'd' })

// join lets a book take a file.
const join = (book, text) => unpack(text, 'E', 's').forEach((row) => book.addScan(row))
const everything = (book) => [...book.scans.values(), ...book.undos.values()]
const stateOf = (book) => JSON.stringify([book.position({ id: 'P' }), [...book.scans.values()].map((s) => [s.id, Boolean(s.undone)]).sort()])

test('scans go by files in any order, any number of times, by any route', () => {
  for (let round = 0; round < 50; round++) {
    const books = Array.from({ length: 5 }, () => new Book(rules))
    for (let i = 0; i < 12; i++) {
      const book = books[i % 5]
      book.addScan(scan(`${i}`, 1000 + Math.floor(Math.random() * 9) * 10, Math.random() < 0.5 ? 'in' : 'out'))
      if (Math.random() < 0.3) book.addScan({ id: `u${i}`, undo: `${Math.floor(Math.random() * 12)}`, slug: 's', wall: 1, at: 1, skew: 0, sent: false, device: 'd' })
    }
    const routes = [...books, ...books, ...books].map((_, i) => [i % 5, (i * 2 + round) % 5])
    for (const [from, to] of routes) join(books[to], pack('E', everything(books[from]), 0, 'd'))
    for (const from of books) for (const to of books) join(to, pack('E', everything(from), 0, 'd')) // everybody has heard of everything
    for (const from of books) for (const to of books) join(to, pack('E', everything(from), 0, 'd'))
    assert.equal(new Set(books.map(stateOf)).size, 1)
  }
})

test('a file says nothing of people but their numbers, and keeps the time', () => {
  const text = pack('E', [{ ...scan('1', 5), skew: undefined, family: '髙橋' }], 7000, 'me')
  assert.ok(!text.includes('髙橋'))
  assert.deepEqual([unpack(text, 'E', 's')[0].skew, unpack(text, 'E', 's')[0].others], [7000, true])
})

test('a file of another kind or event, or a damaged one, is not taken', () => {
  const good = pack('E', [scan('1', 5)], 0, 'd')
  const changed = (change) => JSON.stringify({ ...JSON.parse(good), scans: [{ ...scan('1', 5), ...change }] })
  for (const text of ['', '{}', 'null', '[]', good.slice(0, -3), good.replace('"E"', '"F"'), changed({ at: 'x' }), changed({ direction: 'up' }), changed({ id: '' }), changed({ undo: 3 }), changed({ text: 'x'.repeat(5000) }), changed({ result: 'unknown' })]) {
    assert.equal(unpack(text, 'E', 's'), null, text.slice(0, 60))
  }
})
