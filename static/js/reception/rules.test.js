import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'

import { queriesOf, rowOf, searchText } from './fold.js'
import { decide, positionOf } from './rules.js'
import { ask, Offline, Refused, skewOf, timeOf } from './sync.js'
import { readCode, readTicket } from './ticket.js'

const vectors = JSON.parse(await readFile('app/reception/testdata/vectors.json', 'utf8'))

test('a device decides as the server does', () => {
  assert.ok(vectors.rules.length > 500)
  for (const { rules, facts, verdict } of vectors.rules) assert.deepEqual(decide(rules, facts), verdict, JSON.stringify({ rules, facts }))
})

test('a device reads tickets and codes as the server does', async () => {
  for (const { text, code, serial } of vectors.texts) {
    const { claims } = await readTicket(text, vectors.event_id, vectors.keys)
    assert.equal(claims?.serial ?? 0, serial, text)
    if (!serial) assert.equal(readCode(text), code, text)
  }
})

test('a search finds whom the server finds', () => {
  for (const { person, query, found } of vectors.searches) {
    assert.equal(queriesOf(query).some((q) => searchText(person).includes(q)), found, `${query} in ${JSON.stringify(person)}`)
  }
})

test('readings are sorted into the ten rows', () => {
  assert.deepEqual(['アオキ', 'がとう', 'ｻﾄｳ', 'ヤマダ', 'ワタナベ', 'Smith'].map(rowOf), [0, 1, 2, 7, 9, -1])
})

test('where a person is follows the times of their scans, in whatever order they came', () => {
  const scan = (id, at, direction) => ({ id, at, direction, result: direction === 'in' ? 'admitted' : 'left' })
  const scans = [scan('a', 10, 'in'), scan('b', 20, 'out'), scan('c', 30, 'in')]
  const want = positionOf(null, scans)
  assert.equal(want.inside, true)
  for (const order of [[2, 1, 0], [1, 2, 0], [0, 2, 1]]) assert.deepEqual(positionOf(null, order.map((n) => scans[n])), want)
  assert.equal(positionOf(null, [scans[0], scans[1], { ...scans[2], undone: true }]).inside, false)
})

test('a set of scans says on a device where a person is as it does on the server', () => {
  assert.ok(vectors.sets.length > 200)
  for (const { scans, nights, now, arrived, inside, since } of vectors.sets) {
    const at = positionOf(null, scans, nights, now)
    assert.deepEqual({ arrived: at.arrived, inside: at.inside, since: arrived ? at.since : 0 }, { arrived, inside, since }, JSON.stringify(scans))
  }
})

test('the clock of a device two hours or a year off is corrected', () => {
  const server = Date.parse('2030-05-01T04:00:00Z')
  for (const off of [-7200e3, 7200e3, -365 * 864e5, 365 * 864e5]) {
    const wall = server + off
    const skew = skewOf(new Date(server).toISOString(), wall - 50, wall + 50)
    assert.equal(timeOf({ wall: wall - 60000 }, skew, wall), server - 60000)
  }
})

const answer = (status, headers, body) => async () => new Response(body, { status, headers })

test('an answer that is not ours is no answer', async () => {
  const portal = await ask('/x', { send: answer(200, { 'Content-Type': 'text/html' }, '<p>sign in') }).catch((error) => error)
  assert.ok(portal instanceof Offline && portal.portal)
  const ours = { 'Meguri-Version': '1', 'Content-Type': 'application/json' }
  assert.deepEqual(await ask('/x', { send: answer(200, ours, '{"n":1}') }), { n: 1 })
  const refused = await ask('/x', { send: answer(401, ours, '{"detail":"no"}') }).catch((error) => error)
  assert.ok(refused instanceof Refused && refused.status === 401)
  assert.ok((await ask('/x', { send: answer(503, ours, '{}') }).catch((error) => error)) instanceof Offline)
})
