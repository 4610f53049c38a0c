import assert from 'node:assert/strict'
import test from 'node:test'
import { begins, digits } from './address.js'

test('a code is read as people type it', () => {
  for (const typed of ['2100007', '210-0007', '〒210-0007', '２１０－０００７', ' 210 0007 ']) assert.equal(digits(typed), '2100007', typed)
  for (const typed of ['', '210', '210-00077', 'abc-defg']) assert.equal(digits(typed), '', typed)
})

test('what people typed is never replaced', () => {
  assert.ok(begins('', undefined))
  assert.ok(begins('東京都', '東京都'))
  assert.ok(!begins('東京都港区1-2', '東京都'))
})
