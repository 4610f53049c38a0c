import assert from 'node:assert/strict'
import { test } from 'node:test'

import { ownSpan } from './event.js'

const from = new Date('2027-11-27T04:00:00Z')
const until = new Date('2027-11-27T07:10:00Z')

test('a reader elsewhere sees their own time, written as the page writes times', () => {
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'en', 'Europe/Berlin'), 'Sat, 27 Nov, 05:00–08:10')
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'ja', 'Europe/Berlin'), '11月27日（土） 05:00–08:10')
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'ja', 'America/Los_Angeles'), '11月26日（金） 20:00–23:10')
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'en', 'America/Caracas'), 'Sat, 27 Nov, 00:00–03:10')
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'en', 'America/Toronto'), 'Fri, 26 Nov, 23:00 – Sat, 27 Nov, 02:10')
})

test('a reader on the same clock sees nothing more', () => {
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'ja', 'Asia/Tokyo'), '')
  assert.equal(ownSpan(from, until, 'Asia/Tokyo', 'ja', 'Asia/Seoul'), '')
})
