import assert from 'node:assert/strict'
import test from 'node:test'

import { oneLine, sessionsAt, words } from './room.js'

const texts = { here: 'here', closed: 'closed', lost: 'lost' }

test('a heartbeat that is counted says that one is here', () => {
  assert.equal(words({ ok: true, status: 204 }, texts), 'here')
})

test('a closed room is told', () => {
  assert.equal(words({ ok: false, status: 409 }, texts), 'closed')
})

test("a server's trouble and a lost network are told alike", () => {
  assert.equal(words({ ok: false, status: 502 }, texts), 'lost')
  assert.equal(words(undefined, texts), 'lost')
})

// Attributes of a page are texts: 9 < 10 must not be compared as letters.
const opening = { from: '9', until: '10' }
const talk = { from: '10', until: '20' }

test('a session begins with its first second and ends before its last', () => {
  assert.deepEqual(sessionsAt([opening, talk], 9), [opening])
  assert.deepEqual(sessionsAt([opening, talk], 10), [talk])
  assert.deepEqual(sessionsAt([opening, talk], 20), [])
})

test('before the first there is none', () => {
  assert.deepEqual(sessionsAt([opening, talk], 8), [])
  assert.deepEqual(sessionsAt([], 8), [])
})

test('a cancelled session is not on', () => {
  assert.deepEqual(sessionsAt([{ ...talk, off: true }], 15), [])
})

test('two rooms have sessions at once', () => {
  const beside = { from: '12', until: '18' }
  assert.deepEqual(sessionsAt([talk, beside], 15), [talk, beside])
})

test('line breaks of the page are not said', () => {
  assert.equal(oneLine('\n  10:00\n  Opening '), '10:00 Opening')
})
