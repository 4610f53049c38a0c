import assert from 'node:assert/strict'
import test from 'node:test'

import { partnerOf, turnText } from './desk.js'

const texts = { nobody: '-', own: 'own', other: '{name} types', gone: '{name} is gone' }
const seats = [{ id: 'a', name: '佐藤', here: true }, { id: 'b', name: '', here: true }, { id: 'c', name: '鈴木', here: false }]

test('a captioner reads whose turn it is', () => {
  assert.equal(turnText({ turn: '', seats }, 'a', texts, '?'), '-')
  assert.equal(turnText({ turn: 'gone', seats }, 'a', texts, '?'), '-')
  assert.equal(turnText({ turn: 'a', seats }, 'a', texts, '?'), 'own')
  assert.equal(turnText({ turn: 'b', seats }, 'a', texts, '?'), '? types')
  assert.equal(turnText({ turn: 'c', seats }, 'a', texts, '?'), '鈴木 is gone')
})

test('the turn is handed to who is there', () => {
  assert.equal(partnerOf({ turn: 'a', seats }, 'a').id, 'b')
  assert.equal(partnerOf({ turn: 'a', seats: [seats[0], seats[2]] }, 'a'), undefined)
})
