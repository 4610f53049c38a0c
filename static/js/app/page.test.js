import assert from 'node:assert/strict'
import test from 'node:test'

import { questionOf } from './page.js'

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
