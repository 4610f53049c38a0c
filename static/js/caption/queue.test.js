import assert from 'node:assert/strict'
import test from 'node:test'

import { asForm, createQueue, split } from './queue.js'

function storage() {
  const kept = new Map()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) }
}

test('a line waits until the server has it, also for a page that is opened again', () => {
  const shared = storage()
  createQueue(shared, 'e').add({ id: 'a', text: 'はい', at: 1 })
  createQueue(shared, 'e').add({ id: 'b', text: 'では', at: 2 })
  const again = createQueue(shared, 'e')
  assert.deepEqual(again.pending().map((l) => l.id), ['a', 'b'])
  again.acknowledge(['a'])
  assert.deepEqual(createQueue(shared, 'e').pending().map((l) => l.id), ['b'])
})

test('what is refused is kept, and not sent again', () => {
  const queue = createQueue(storage(), 'e')
  queue.add({ id: 'a', text: 'x' })
  queue.refuse('a', '長すぎます')
  assert.deepEqual(queue.pending(), [])
  assert.equal(queue.refused()[0].why, '長すぎます')
})

test('without a storage lines wait in memory', () => {
  const queue = createQueue({ getItem: () => { throw new Error('refused') }, setItem: () => { throw new Error('refused') } }, 'e')
  queue.add({ id: 'a', text: 'x' })
  queue.add({ id: 'b', text: 'y' })
  assert.equal(queue.pending().length, 2)
})

test('lines travel with their age', () => {
  const form = asForm('s', [{ id: 'a', text: 'はい', at: 900 }, { id: 'b', text: 'では', at: 2000 }], 1500)
  assert.deepEqual(form.getAll('age'), ['600', '0'])
  assert.deepEqual(form.getAll('session'), ['', ''])
})

test('a long text is cut after a sentence, or where it must be', () => {
  assert.deepEqual(split(' こんにちは。\nさようなら。 ', 200), ['こんにちは。 さようなら。'])
  assert.deepEqual(split(`${'あ'.repeat(8)}。いい`, 10), [`${'あ'.repeat(8)}。`, 'いい'])
  assert.deepEqual(split('あ'.repeat(25), 10).map((l) => l.length), [10, 10, 5])
  assert.deepEqual(split('  ', 10), [])
  assert.equal(split('𠮷'.repeat(5000), 200).length, 25)
})
