import assert from 'node:assert/strict'
import { test } from 'node:test'
import { due, inOrder, nextOf, read, toggle } from './mine.js'

const talk = { id: 'a', from: 1000, until: 2000 }
const later = { id: 'b', from: 3000, until: 4000 }

test('what is stored otherwise is nothing', () => {
  for (const value of [null, '[]', '1', 'broken{']) assert.deepEqual(read({ getItem: () => value }, 'key'), {})
})

test('a second tap takes the mark back', () => {
  const marked = toggle({}, talk)
  assert.deepEqual(Object.keys(marked), ['a'])
  assert.deepEqual(toggle(marked, talk), {})
})

test('next is the first that is not over and takes place', () => {
  const marked = { b: later, a: talk }
  assert.deepEqual(inOrder(marked).map((s) => s.id), ['a', 'b'])
  assert.equal(nextOf(marked, 1500).id, 'a')
  assert.equal(nextOf(marked, 2500).id, 'b')
  assert.equal(nextOf({ b: { ...later, off: true } }, 2500), undefined)
})

test('one is reminded once, five minutes before, and again where it moved', () => {
  const told = new Set()
  assert.deepEqual(due([talk], 600, told), [])
  assert.deepEqual(due([talk], 800, told), [talk])
  told.add('a 1000')
  assert.deepEqual(due([talk], 900, told), [])
  assert.equal(due([{ ...talk, from: 1200 }], 950, told).length, 1)
})
