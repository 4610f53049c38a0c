import assert from 'node:assert/strict'
import test from 'node:test'

import { dateOf, dayNumber, formatClock, parseClock, parseLength } from './time.js'

test('a time is read as people write it', () => {
  for (const typed of ['13:00', '１３：００', '13時', '午後1時', '1:00 PM', ' 13:00 ']) assert.equal(parseClock(typed), 780, typed)
  assert.equal(parseClock('午後1時半'), 810)
  assert.equal(parseClock('12:15 am'), 15)
  assert.equal(parseClock('25:00'), 1500)
})

test('what is no time is none', () => {
  for (const typed of ['', '13', '12:60', '31:00', '開会']) assert.ok(Number.isNaN(parseClock(typed)), typed)
})

test('a length may be the end', () => {
  assert.equal(parseLength('10', 780), 10)
  assert.equal(parseLength('１０分', 780), 10)
  assert.equal(parseLength('1時間30分', 780), 90)
  assert.equal(parseLength('13:10', 780), 10)
  assert.equal(parseLength('0:30', 1410), 60)
  assert.ok(Number.isNaN(parseLength('', 780)))
})

test('a time after midnight begins anew', () => {
  assert.equal(formatClock(785), '13:05')
  assert.equal(formatClock(1450), '00:10')
  assert.equal(formatClock(-10), '23:50')
})

test('a date is a number of days', () => assert.equal(dateOf(dayNumber('2026-09-30') + 1), '2026-10-01'))
