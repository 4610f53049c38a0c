import assert from 'node:assert/strict'
import test from 'node:test'

import { after, begin, pauseAfter, textOf } from './stream.js'

const run = (...events) => events.reduce((state, event) => after(state, event, 0.5), begin())

test('pauses grow to a minute, and are not the same for all', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 40].map((tries) => pauseAfter(tries, 0.5)), [3, 6, 12, 24, 48, 60, 60])
  assert.equal(pauseAfter(1, 0), 2.25)
  assert.equal(pauseAfter(1, 1), 3.75)
})

test('a stream that never came is waited for, one that played has stalled', () => {
  assert.equal(run('fails').name, 'waiting')
  assert.equal(run('arrives', 'fails').name, 'stalled')
})

test('each try that fails makes the next pause longer, until the stream arrives', () => {
  const late = run('fails', 'due', 'fails', 'due', 'fails')
  assert.equal(late.tries, 3)
  assert.equal(late.wait, 12)
  assert.equal(after(late, 'arrives', 0.5).tries, 0)
})

test('a fault that is told twice counts once', () => {
  assert.deepEqual(run('fails', 'fails'), run('fails'))
})

test('a try that nothing comes of fails after a while', () => {
  assert.equal(run('due').name, 'waiting')
  assert.equal(run('due').loading, false)
})

test('a short gap is not told; a long one loads again', () => {
  const dry = run('arrives', 'dries')
  assert.equal(textOf(dry, NaN, 0), '')
  assert.equal(after(dry, 'moves', 0.5).name, 'playing')
  const stalled = after(dry, 'due', 0.5)
  assert.equal(stalled.name, 'stalled')
  assert.equal(stalled.loading, true)
})

test('an end is an end until somebody asks again', () => {
  const ended = run('arrives', 'ends')
  assert.equal(ended.wait, 0)
  assert.deepEqual(after(ended, 'fails', 0.5), ended)
  assert.equal(after(ended, 'again', 0.5).name, 'starting')
})

test('asking again loads at once, and the pauses begin anew', () => {
  const again = run('fails', 'due', 'fails', 'again')
  assert.equal(again.loading, true)
  assert.equal(again.tries, 0)
  assert.equal(again.name, 'waiting')
})

test('words say whether the stream is to come or late', () => {
  const waiting = run('fails')
  assert.equal(textOf(waiting, 100, 99), 'expected')
  assert.equal(textOf(waiting, 100, 100), 'late')
  assert.equal(textOf(waiting, NaN, 100), 'waiting')
  assert.equal(textOf(begin(), 100, 99), 'starting')
  assert.equal(textOf(run('ends'), 100, 99), 'ended')
})
