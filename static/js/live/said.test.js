import assert from 'node:assert/strict'
import test from 'node:test'

import { isNewest, picked } from './said.js'

test('a text is in the language of its reader, or in the one that there is', () => {
  assert.equal(picked('時間', 'Time', 'ja'), '時間')
  assert.equal(picked('時間', 'Time', 'en'), 'Time')
  assert.equal(picked('時間', '', 'en'), '時間')
  assert.equal(picked(undefined, undefined, 'ja'), '')
})

test('only the first page of all new voices takes a new one', () => {
  assert.equal(isNewest('?order=newest'), true)
  assert.equal(isNewest('?order=newest&theme=time'), false)
  assert.equal(isNewest('?order=newest&page=2'), false)
  assert.equal(isNewest(''), false)
})
