import assert from 'node:assert/strict'
import test from 'node:test'

import { detect, errorText, isPositive, newScan, post, repeatAfter, slots } from './scan.js'

const form = (fields) => new Map(Object.entries(fields))
const at = new Date('2030-05-01T04:00:00Z')

test('a scan says door, direction and time', () => {
  const { id, ...scan } = newScan(form({ door: 'main', direction: 'out' }), { ticket: 'T' }, at)
  assert.ok(id)
  assert.deepEqual(scan, { door: 'main', direction: 'out', scanned_at: '2030-05-01T04:00:00.000Z', ticket: 'T' })
})

test('where the page has one door and one direction, people come in', () => {
  const scan = newScan(form({}), { registration_id: 'R' }, at)
  assert.equal(scan.door, '')
  assert.equal(scan.direction, 'in')
  assert.equal(scan.registration_id, 'R')
})

test('two scans have two ids', () => {
  assert.notEqual(newScan(form({}), {}, at).id, newScan(form({}), {}, at).id)
})

test('a ticket that stays before the camera is reported once', () => {
  let { isNew, last } = detect({ text: '', at: 0 }, 'A', 10_000)
  assert.equal(isNew, true)
  for (let now = 10_120; now < 30_000; now += 120) {
    ;({ isNew, last } = detect(last, 'A', now))
    assert.equal(isNew, false)
  }
})

test('it is reported again after it was away', () => {
  const { last } = detect({ text: '', at: 0 }, 'A', 10_000)
  assert.equal(detect(last, 'A', 10_000 + repeatAfter).isNew, false)
  assert.equal(detect(last, 'A', 10_000 + repeatAfter + 1).isNew, true)
})

test('another ticket is reported at once', () => {
  const { last } = detect({ text: '', at: 0 }, 'A', 10_000)
  assert.equal(detect(last, 'B', 10_001).isNew, true)
})

test('only who is admitted or leaves may pass', () => {
  const passing = ['admitted', 'already', 'left', 'cancelled', 'unknown', 'trouble'].filter(isPositive)
  assert.deepEqual(passing, ['admitted', 'left'])
})

const empty = { name: '', reading: '', organization: '', ticket_type_name: '', needs: '', photo_text: '' }

test('an answer about somebody has their parts', () => {
  const registration = { id: 'R', name: '吉田', reading: 'ヨシダ', organization: '', ticket_type_name: '会場' }
  assert.deepEqual(slots({ id: 'S', text: 'Welcome', can_undo: true, registration }), {
    ...empty,
    text: 'Welcome',
    name: '吉田',
    reading: 'ヨシダ',
    ticket_type_name: '会場',
    can_undo: 'yes',
  })
})

test('an answer about nobody has empty parts', () => {
  assert.deepEqual(slots({ id: 'S', text: 'Unknown', can_undo: false }), { ...empty, text: 'Unknown', can_undo: '' })
})

test('a text without an answer, as of a lost network, cannot be undone', () => {
  assert.deepEqual(slots({ text: 'offline' }), { ...empty, text: 'offline', can_undo: '' })
})

const answering = (status, answer) => async () => ({ status, ok: status < 400, json: async () => answer })

test('an answer is read as JSON', async () => {
  assert.deepEqual(await post('/x', {}, answering(200, { results: [1] })), { results: [1] })
})

test('an answer without a body is null', async () => {
  assert.equal(await post('/x', undefined, answering(204)), null)
})

test('what is sent is JSON, and is given up after a while', async () => {
  let request
  await post('/x', { scans: [] }, async (address, options) => {
    request = { address, ...options }
    return { status: 204, ok: true }
  })
  assert.equal(request.address, '/x')
  assert.equal(request.body, '{"scans":[]}')
  assert.equal(request.headers['Content-Type'], 'application/json')
  assert.ok(request.signal instanceof AbortSignal)
})

test("a refusal has the server's text", async () => {
  const refused = await post('/x', {}, answering(403, { detail: 'Ask an organizer.' })).catch((error) => error)
  assert.equal(errorText(refused, 'offline'), 'Ask an organizer.')
})

test("a lost network has its own text, whatever the browser's error", async () => {
  const lost = async () => {
    throw new TypeError('Failed to fetch')
  }
  assert.equal(errorText(await post('/x', {}, lost).catch((error) => error), 'offline'), 'offline')
  assert.equal(errorText(new DOMException('too slow', 'TimeoutError'), 'offline'), 'offline')
})
