import assert from 'node:assert/strict'
import test from 'node:test'

import { insert, match } from './terms.js'

const terms = [
  { text: '溝口 花子', reading: 'みぞぐち はなこ' }, { text: '川崎プロボノ部', reading: '川崎プロボノ部' }, { text: 'プロボノ', reading: 'プロボノ' },
  { text: 'Kawasaki City', reading: 'Kawasaki City' },
]
const found = (text) => match(terms, text).map((t) => t.text)

test('a name is offered by its reading, its letters, in any case', () => {
  assert.deepEqual(found('つぎは、みぞ'), ['溝口 花子'])
  assert.deepEqual(found('ミゾグ'), ['溝口 花子'])
  assert.deepEqual(found('川崎'), ['川崎プロボノ部'])
  assert.deepEqual(found('from kawa'), ['Kawasaki City'])
  assert.deepEqual(found('ぷろ'), ['プロボノ'])
})

test('one letter offers nothing, nor does a term that is there', () => {
  assert.deepEqual(found('川'), [])
  assert.deepEqual(found('プロボノ'), [])
})

test('a term replaces what was typed of it', () => {
  assert.equal(insert('つぎは、みぞ', match(terms, 'つぎは、みぞ')[0]), 'つぎは、溝口 花子')
})
