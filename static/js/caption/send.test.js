import assert from 'node:assert/strict'
import test from 'node:test'

import { createQueue } from './queue.js'
import { sendDrafts, sendLines } from './send.js'

const storage = () => {
  const kept = new Map()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) }
}

test('a line that could not be sent is sent again, until the server has it', async (t) => {
  const answers = [() => { throw new TypeError('offline') }, () => Response.json({ stored: ['a'], refused: [{ id: 'b', why: 'no' }] })]
  const bodies = []
  t.mock.method(globalThis, 'fetch', async (_, { body }) => { bodies.push(body.get('id')); return answers.shift()() })
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const queue = createQueue(storage(), 'e')
  queue.add({ id: 'a', text: 'x', at: 0 })
  queue.add({ id: 'b', text: 'y', at: 0 })
  const said = []
  const flush = sendLines(queue, '/lines', 's', ({ status }) => said.push(status))
  await flush()
  assert.equal(queue.pending().length, 2)
  t.mock.timers.tick(2000)
  await new Promise((done) => { setImmediate(done) })
  assert.deepEqual(said, [0, 200])
  assert.deepEqual(bodies, ['a', 'a'])
  assert.deepEqual([queue.pending(), queue.refused().map((l) => l.id)], [[], ['b']])
})

test('of what is typed the first goes at once, then the newest, and nothing after its line is finished', async () => {
  const sent = []
  const timers = []
  let now = 0
  const settle = () => new Promise((done) => { setImmediate(done) })
  const drafts = sendDrafts(async (d) => { sent.push(d) }, (run, after) => timers.push({ run, after }), () => now)
  drafts.type('き')
  drafts.type('きょ')
  drafts.type('きょう')
  await settle()
  assert.deepEqual([sent, timers.length], [['き'], 1])
  now = timers[0].after
  timers[0].run()
  await settle()
  assert.deepEqual(sent, ['き', 'きょう'])
  drafts.type('きょうは')
  drafts.stop()
  await settle()
  timers.at(-1).run()
  await settle()
  assert.deepEqual(sent, ['き', 'きょう'])
})
