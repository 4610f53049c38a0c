import assert from 'node:assert/strict'
import { test } from 'node:test'

import { clock, nextOf, placeOf, stateOf } from './now.js'

test('a session is on from its start until just before its end', () => {
  const session = { from: '100', until: '200' }
  assert.deepEqual([99, 100, 199, 200].map((at) => stateOf(session, at)), ['', 'on', 'on', 'over'])
})

test('a cancelled session is never on', () => assert.equal(stateOf({ from: '100', until: '200', off: true }, 150), ''))

test('what starts next starts together, and is no break and not cancelled', () => {
  const sessions = [
    { name: 'on', from: '100' }, { name: 'break', from: '150', pause: true }, { name: 'off', from: '160', off: true },
    { name: 'a', from: '200' }, { name: 'b', from: '200' }, { name: 'later', from: '300' },
  ]
  assert.deepEqual(nextOf(sessions, 120).map((s) => s.name), ['a', 'b'])
  assert.deepEqual(nextOf(sessions, 300), [])
})

test('a place is a class for each digit', () => assert.deepEqual(placeOf(1207), ['t1-7', 't2-0', 't3-12']))

test("the time is on the event's clock", () => assert.equal(clock(0, 'Asia/Tokyo'), '09:00'))
