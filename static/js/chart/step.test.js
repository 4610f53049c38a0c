import assert from 'node:assert/strict'
import test from 'node:test'

import { stepped } from './step.js'

test('arrows lead from column to column, and stay at the ends', () => {
  assert.equal(stepped('ArrowRight', 0, 3), 1)
  assert.equal(stepped('ArrowRight', 2, 3), 2)
  assert.equal(stepped('ArrowLeft', 0, 3), 0)
  assert.equal(stepped('Home', 2, 3), 0)
  assert.equal(stepped('End', 0, 3), 2)
  assert.equal(stepped('Enter', 1, 3), undefined)
})
