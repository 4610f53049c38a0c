import assert from 'node:assert/strict'
import test from 'node:test'

import { countOf, stateOf } from './selection.js'

const ticked = (...list) => list.map((checked) => ({ checked }))

test('the box in the head tells whether none, some or all are selected', () => {
  assert.equal(stateOf(ticked(false, false)), 'none')
  assert.equal(stateOf(ticked(true, false)), 'some')
  assert.equal(stateOf(ticked(true, true)), 'all')
  assert.equal(stateOf([]), 'none')
})

test('those selected are counted', () => assert.equal(countOf(ticked(true, false, true)), 2))
