import assert from 'node:assert/strict'
import test from 'node:test'

import { oneLine, sessionsAt, statusText } from './room.js'

const texts = { here: 'here', closed: 'closed', lost: 'lost' }

test('a heartbeat that is counted says that one is here', () => {
  assert.equal(statusText({ ok: true, status: 204 }, texts), 'here')
})

test('a closed room has its own text', () => {
  assert.equal(statusText({ ok: false, status: 409 }, texts), 'closed')
})

test("a server's error and a lost network have the same text", () => {
  assert.equal(statusText({ ok: false, status: 502 }, texts), 'lost')
  assert.equal(statusText(undefined, texts), 'lost')
})

// Attributes are strings, which must be compared as numbers.
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

test('line breaks of the page are removed', () => {
  assert.equal(oneLine('\n  10:00\n  Opening '), '10:00 Opening')
})
