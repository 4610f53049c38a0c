import assert from 'node:assert/strict'
import test from 'node:test'

import { later, moved, reflow } from './order.js'

const row = (start, minutes) => ({ start, minutes })

test('an item goes to another place', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a'])
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 0), ['c', 'a', 'b'])
})

test('the starts follow, and the end stays', () => {
  const rows = [row(780, 10), row(790, 20), row(810, 5), row(815, 30)]
  assert.deepEqual(reflow(rows, 0, 2), [780, 800, 805, 815])
  assert.deepEqual(reflow(rows, 2, 0), [780, 785, 795, 815])
})

test('a gap stays where it is', () => {
  assert.deepEqual(reflow([row(780, 10), row(800, 20), row(820, 10)], 0, 1), [780, 810, 820])
})

test('what runs side by side goes on so', () => {
  assert.deepEqual(reflow([row(780, 10), row(790, 30), row(790, 30)], 0, 1), [780, 810, 790])
  assert.deepEqual(reflow([row(780, 30), row(780, 30), row(810, 10)], 0, 1), [780, 780, 810])
})

test('without a time nothing is guessed', () => {
  assert.deepEqual(reflow([row(780, NaN), row(790, 10)], 0, 1), [790, 780])
})

test('later rows of the day move', () => {
  const rows = [{ day: 1, start: 780 }, { day: 1, start: 790 }, { day: 1, start: 790 }, { day: 2, start: 800 }]
  assert.deepEqual(later(rows, 1), [1, 2])
})
