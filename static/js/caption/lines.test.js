import assert from 'node:assert/strict'
import test from 'node:test'

import { answerTime, createLines, draftTime } from './lines.js'

const line = (id, at, text, version = 1) => ({ id, seat: 's', at, text, version })
const texts = (lines, now = 0) => lines.shown(now).map((l) => l.text)

test('what is typed is replaced by the finished line, and does not come back', () => {
  const lines = createLines()
  lines.take([line('a', 10, 'きょう', 0)], 0)
  lines.take([line('a', 12, 'きょうは', 0)], 0)
  assert.deepEqual(texts(lines), ['きょうは'])
  lines.take([line('a', 11, 'きょうは雨です。')], 0)
  lines.take([line('a', 12, 'きょうは', 0)], 0) // it travelled longer
  assert.deepEqual(texts(lines), ['きょうは雨です。'])
})

test('parts of a sentence are in the order in which they were begun', () => {
  const lines = createLines()
  lines.take([line('b', 20, 'つづけます。')], 0)
  lines.take([line('a', 10, '時間をつくる工夫を、')], 0)
  assert.deepEqual(texts(lines), ['時間をつくる工夫を、', 'つづけます。'])
})

test('a correction counts once, a line that is taken back stays away', () => {
  const lines = createLines()
  lines.take([line('a', 10, '三田', 1), line('a', 10, '溝口', 2), line('a', 10, '三田', 1)], 0)
  assert.deepEqual(texts(lines), ['溝口'])
  lines.take([line('a', 10, '', 3), line('a', 10, '溝口', 2)], 0)
  assert.deepEqual(texts(lines), [])
})

test('what is typed by somebody who was cut off goes', () => {
  const lines = createLines()
  lines.take([line('a', 10, 'とちゅう', 0)], 0)
  assert.deepEqual(texts(lines, draftTime), ['とちゅう'])
  assert.deepEqual(texts(lines, draftTime + 1), [])
})

test('what the server has replaces what is known, but not what is typed, is older, or has just arrived', () => {
  const lines = createLines()
  const later = answerTime + 1
  lines.take([line('a', 10, '前の行'), line('b', 16, '消された行')], 0)
  lines.take([line('d', 30, '届いたばかり'), line('e', 40, '入力中', 0)], later)
  lines.reset([line('c', 15, '新しい行')], later)
  assert.deepEqual(texts(lines, later), ['前の行', '新しい行', '届いたばかり', '入力中'])
  lines.reset([], 3 * later)
  assert.deepEqual(texts(lines, later), ['入力中'])
})
