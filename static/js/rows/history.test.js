import assert from 'node:assert/strict'
import test from 'node:test'

import { history } from './history.js'

test('changes are undone, the last one first', () => {
  let value = 'a'
  const past = history(() => value, (before) => { value = before })
  for (value of ['b', 'c']) past.note()
  assert.equal(past.empty, false)
  assert.ok(past.undo())
  assert.equal(value, 'b')
  past.undo()
  assert.equal(value, 'a')
  assert.ok(past.empty)
  assert.equal(past.undo(), false)
})
