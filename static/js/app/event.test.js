import assert from 'node:assert/strict'
import { test } from 'node:test'

import { ownSpan } from './event.js'

const from = new Date('2027-11-27T04:00:00Z')
const until = new Date('2027-11-27T07:10:00Z')

test('a reader elsewhere sees their own time', () => {
  const span = ownSpan(from, until, 'Asia/Tokyo', 'en', 'Europe/Berlin')
  assert.match(span, /05:00/)
  assert.match(span, /08:10/)
})

test('a reader on the same clock sees nothing more', () => {
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'ja', 'Asia/Tokyo'), '')
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'ja', 'Asia/Seoul'), '')
})
