import assert from 'node:assert/strict'
import test from 'node:test'
import { leaning, stanceOfKey, timeLeft } from './cards.js'

test('a card is answered by moving it far to a side, not by scrolling', () => {
  assert.equal(leaning(90, 10), 'agree')
  assert.equal(leaning(-90, 10), 'disagree')
  assert.equal(leaning(90, -80), undefined)
  assert.equal(leaning(30, 0), undefined)
})

test('arrows answer, letters do not', () => {
  assert.equal(stanceOfKey('ArrowRight'), 'agree')
  assert.equal(stanceOfKey('a'), undefined)
})

test('time is told in minutes', () => assert.equal(timeLeft(65), '1:05'))
