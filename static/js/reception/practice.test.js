import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'

import { Book } from './book.js'
import { Practice, readPractice } from './practice.js'

const rules = { event_id: 'e', time_zone: 'Asia/Tokyo', tickets_until: '2030-01-01T00:00:00Z', doors: [{ slug: 'main', name: {} }], ticket_types: [{ slug: 'online', mode: 'online' }, { slug: 'venue', mode: 'venue' }], venue_full: true }
const decided = async (practice, text, way = 'in') => {
  const book = new Book(rules)
  book.practice = practice
  return book.decide({ text }, way, 1000, 'main')
}

test('a code of the server is a person here, however a scanner types it', async () => {
  const source = await readFile('app/service/ticket/practice_test.go', 'utf8')
  assert.match(source, /"KEIKONBCD"/)
  for (const text of ['KEIKONBCD', 'keikonbcd\r\n', ' ＫＥＩＫＯＮＢＣＤ']) assert.equal(readPractice(text, rules)?.given, '011')
  for (const text of ['KEIKO', 'KEIKONBCDX', 'KEIKOXBCD', '', 'KQTX-M2RD', 'KEIKONBCD'.repeat(1000)]) assert.equal(readPractice(text, rules), null)
})

test('the rules decide about made-up people as about real ones', async () => {
  const practice = new Practice()
  const results = {}
  for (const [kind, text] of Object.entries({ N: 'KEIKONBBB', O: 'KEIKOOBBB', D: 'KEIKODBBB', L: 'KEIKOLBBB' })) results[kind] = (await decided(practice, text)).result
  assert.deepEqual(results, { N: 'admitted', O: 'not_here', D: 'cancelled', L: 'waitlisted' })
})

test('who was let in is inside, until it is wiped', async () => {
  const practice = new Practice()
  const first = await decided(practice, 'KEIKONBBB')
  practice.note(first.read.person, first.result, 1000)
  const again = await decided(practice, 'KEIKONBBB')
  assert.deepEqual([again.result, again.since, again.read.practice], ['already', 1000, true])
  practice.wipe()
  assert.equal((await decided(practice, 'KEIKONBBB')).result, 'admitted')
})

test('the seconds from one person to the next are measured, without breaks', () => {
  const practice = new Practice()
  let told
  for (const at of [0, 4000, 8000, 600000, 606000]) told = practice.note({ id: 'x' }, 'already', at)
  assert.deepEqual(told, { n: 5, seconds: '4.7' })
})

test('nothing of a rehearsal is counted', async () => {
  const book = new Book(rules)
  book.practice = new Practice()
  await book.decide({ text: 'KEIKONBBB' }, 'in', 1000, 'main')
  assert.deepEqual([book.counts(), book.waiting(true)], [{ expected: 0, arrived: 0, inside: 0 }, []])
})
