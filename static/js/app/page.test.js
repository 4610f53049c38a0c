import assert from 'node:assert/strict'
import test from 'node:test'

import { centred, questionOf } from './page.js'

const withQuestion = (confirm) => ({ dataset: { confirm } })

test("a form's question is asked", () => {
  assert.equal(questionOf({ target: withQuestion('Sure?') }), 'Sure?')
})

test("the pressed button's question goes before the form's", () => {
  assert.equal(questionOf({ submitter: withQuestion('Delete?'), target: withQuestion('Sure?') }), 'Delete?')
})

test('a button without a question leaves the form its own', () => {
  assert.equal(questionOf({ submitter: withQuestion(undefined), target: withQuestion('Sure?') }), 'Sure?')
})

test('most forms ask nothing', () => {
  assert.equal(questionOf({ submitter: null, target: withQuestion(undefined) }), undefined)
})

test('an entry comes to the middle of its bar', () => {
  assert.equal(centred({ clientWidth: 300 }, { offsetLeft: 500, offsetWidth: 100 }), 400)
})

test('the first entry asks for less than nothing, which a browser takes as the beginning', () => {
  assert.ok(centred({ clientWidth: 300 }, { offsetLeft: 0, offsetWidth: 100 }) < 0)
})
