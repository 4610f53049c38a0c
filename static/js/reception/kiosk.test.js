import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document ??= { documentElement: { lang: 'ja' } }
const { findSelf, masked } = await import('./kiosk.js')

const person = (family, given, familyKana, givenKana, state = 'confirmed') => ({ id: family + given, family, given, family_kana: familyKana, given_kana: givenKana, state })
const people = [
  person('山田', '花子', 'ヤマダ', 'ハナコ'),
  person('山田', '太郎', 'ヤマダ', 'タロウ'),
  person('髙橋', '澪', 'タカハシ', 'ミオ'),
  person('Nguyễn', 'An', '', ''),
  person('佐藤', '健', 'サトウ', 'ケン', 'cancelled'),
  ...['一', '二', '三', '四'].map((n) => person('鈴木', `一${n}`, 'スズキ', 'イチ')),
  null,
  { id: 'merged', into: 'x', state: 'confirmed' },
]
const found = (typed) => findSelf(people, typed).map(({ id }) => id)

test('people find themselves by the whole of one part of their name and more', () => {
  assert.deepEqual(found('山田花'), ['山田花子'])
  assert.deepEqual(found('山田 花子'), ['山田花子'])
  assert.deepEqual(found('やまだ はなこ'), ['山田花子'])
  assert.deepEqual(found('Hanako Yamada'), ['山田花子'])
  assert.deepEqual(found('高橋澪'), ['髙橋澪'])
  assert.deepEqual(found('nguyen an'), ['NguyễnAn'])
})

test('nobody reads the list: less is too little, and too many are nobody', () => {
  for (const typed of ['', ' ', '山', '山田', 'ヤマダ', '花子', 'a', 'nguyen', '佐藤健', '鈴木一']) assert.deepEqual(found(typed), [], typed)
})

test('a name is masked but for its beginnings', () => {
  assert.equal(masked(people[0]), '山● 花●')
  assert.equal(masked({ family: '林', given: '' }), '林')
})
