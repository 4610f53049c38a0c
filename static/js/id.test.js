import assert from 'node:assert/strict'
import test from 'node:test'

import { newID, newUUID } from './id.js'

test('an id is a UUID where the browser makes one', () => {
  assert.match(newID(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

test('without randomUUID ids still differ', () => {
  assert.notEqual(newID({}), newID({}))
})

test('a UUID does without a secure context', () => {
  const source = { getRandomValues: (bytes) => bytes.fill(0xff) }
  assert.equal(newUUID(source), 'ffffffff-ffff-4fff-bfff-ffffffffffff')
  assert.match(newUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
})
