import assert from 'node:assert/strict'
import test from 'node:test'

import { endpoints, isBehind, later, told } from './parts.js'

test('what a message brings is shown, for the rest the page asks', () => {
  const message = { changes: [{ part: 'votes', numbers: { a: 3 } }, { part: 'voices', data: { id: 'a' } }, { part: 'poll' }, { part: 'poll' }] }
  const { brought, asked } = told(message, new Map(), 0)
  assert.deepEqual(brought.map((c) => c.part), ['votes', 'voices'])
  assert.deepEqual(asked, ['poll'])
})

test('a check is answered only by who heard nothing of the part lately', () => {
  const heard = new Map([['voices', 1000]])
  const check = { changes: [{ part: 'voices', check: true }] }
  assert.deepEqual(told(check, heard, 15_000).asked, [])
  assert.deepEqual(told(check, heard, 60_000).asked, ['voices'])
  assert.deepEqual(told(check, new Map(), 0).asked, ['voices'])
})

test('a page is behind where something changed after it was made', () => {
  assert.equal(isBehind(10_000, 0), false)
  assert.equal(isBehind(10_000, 8_000), false)
  assert.equal(isBehind(10_000, 9_500), true)
  assert.equal(isBehind(10_000, 11_000), true)
})

test('https has its web socket', () => {
  const list = endpoints('/events/a/live/push', { protocol: 'https:', host: 'a.example' })
  assert.deepEqual(list.map((e) => e.endpoint), [
    'wss://a.example/events/a/live/push/websocket', 'https://a.example/events/a/live/push/http_stream', 'https://a.example/events/a/live/push/sse',
  ])
})

test('who asks often asks once, at a time of its own', () => {
  const done = []
  const timers = []
  const ask = later((key) => done.push(key), 3000, () => 0.5, (run, after) => timers.push({ run, after }))
  ask('poll')
  ask('poll')
  ask('room')
  assert.deepEqual(timers.map((t) => t.after), [1500, 1500])
  for (const { run } of timers) run()
  assert.deepEqual(done, ['poll', 'room'])
  ask('poll')
  assert.equal(timers.length, 3)
})
