import assert from 'node:assert/strict'
import { test } from 'node:test'
import { merged } from './queue.js'

test('new voices come, decided ones go, and the one in hand stays', () => {
  const found = merged(['a', 'b', 'c'], ['b', 'd', 'e'], (id) => id === 'c')
  assert.deepEqual(found, { go: ['a'], come: ['d', 'e'] })
})

test('nothing moves where nothing changed', () => {
  assert.deepEqual(merged(['a'], ['a'], () => false), { go: [], come: [] })
})
