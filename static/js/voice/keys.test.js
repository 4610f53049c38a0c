import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTyping, next } from './keys.js'

test('J and K lead from voice to voice, and not beyond the ends', () => {
  assert.equal(next('j', 0, 3), 1)
  assert.equal(next('j', 2, 3), -1)
  assert.equal(next('k', 1, 3), 0)
  assert.equal(next('k', 0, 3), -1)
  assert.equal(next('x', 1, 3), -1)
})

test('keys belong to a field that has the focus', () => {
  assert.ok(isTyping({ tagName: 'TEXTAREA' }))
  assert.ok(!isTyping({ tagName: 'LI' }))
})
