import assert from 'node:assert/strict'
import { test } from 'node:test'
import { news, partOf } from './reached.js'

test('a field belongs to a question or a part', () => {
  assert.equal(partOf('q_lunch', 'you'), 'q_lunch')
  assert.equal(partOf('q_lunch.abc', 'companions'), 'q_lunch')
  assert.equal(partOf('email', 'you'), 'you')
  assert.equal(partOf('sessions', undefined), 'sessions')
  assert.equal(partOf('photo', undefined), '')
})

test('a part is told once', () => {
  assert.deepEqual(news(new Set(['you', '', 'q_a']), ''), ['you', 'q_a'])
  assert.deepEqual(news(new Set(['you', 'q_a']), 'you ticket_type'), ['q_a'])
})
