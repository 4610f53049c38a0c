import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, isFresh, together } from './kept.js'

test('what was kept comes back as it was', () => {
  const elements = [
    { type: 'radio', name: 'q_a', value: '1', checked: false }, { type: 'radio', name: 'q_a', value: '2', checked: true },
    { type: 'checkbox', name: 'q_b', value: 'x', checked: false }, { type: 'checkbox', name: 'q_b', value: 'y', checked: true },
    { type: 'textarea', name: 'q_c', value: '' }, { type: 'textarea', name: 'q_new', value: 'stays' },
    { type: 'hidden', name: 'q_c', value: 'token' }, { type: 'submit', name: '', value: '' },
  ]
  fill(elements, [['q_a', '1'], ['q_b', 'x'], ['q_c', '長い文\nと改行']])
  assert.deepEqual(elements.map((e) => e.checked ?? e.value), [true, false, true, false, '長い文\nと改行', 'stays', 'token', ''])
})

test('what is old or not ours is left out', () => {
  const now = 100 * 86_400_000
  assert.equal(isFresh({ at: now - 1, pairs: [] }, now), true)
  assert.equal(isFresh({ at: now - 31 * 86_400_000, pairs: [] }, now), false)
  assert.equal(isFresh(null, now), false)
  assert.equal(isFresh({ at: now }, now), false)
})

test('a page keeps the answers of the others', () => {
  assert.deepEqual(together([['q_a', '1'], ['q_b', '2']], [['q_a', '3']], ['q_a']), [['q_b', '2'], ['q_a', '3']])
  assert.deepEqual(together([['q_a', '1']], [], ['q_a']), [])
})
