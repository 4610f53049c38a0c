import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import test from 'node:test'

import { pack, squeeze, unsqueeze } from './exchange.js'
import { fromBase45, Receiver, Sender, toBase45 } from './fountain.js'

const bytesOf = (n) => new Uint8Array(randomBytes(n))

test('Base45 is that of RFC 9285', () => {
  for (const [plain, text] of [['AB', 'BB8'], ['Hello!!', '%69 VD92EX0'], ['base-45', 'UJCLQE7W581'], ['', '']]) {
    assert.equal(toBase45(new TextEncoder().encode(plain)), text)
    assert.equal(new TextDecoder().decode(fromBase45(text)), plain)
  }
  for (const text of ['GGW', '::', 'a', 'BB', 'é00', '0']) {
    const bytes = fromBase45(text)
    assert.ok(bytes === null || toBase45(bytes) === text, text)
  }
  assert.equal(fromBase45('GGW'), null)
})

// read lets a receiver take codes of which some are lost, and returns how many it was shown.
function read(bytes, { from = 0, loss = 0 } = {}) {
  const sender = new Sender('E', bytes, 7)
  const receiver = new Receiver('E')
  sender.seed = from
  for (let shown = 1; shown < 5000; shown++) {
    const code = sender.next()
    if (Math.random() < loss) continue
    const taken = receiver.take(code)
    if (taken.is === 'done') {
      assert.deepEqual(taken.bytes, bytes)
      assert.equal(receiver.scans, 7)
      return { shown, blocks: sender.count }
    }
    assert.equal(taken.is, 'more')
  }
  throw new Error('never done')
}

test('all arrives, whatever is lost and whenever one begins', () => {
  for (const size of [0, 1, 375, 376, 377, 18000, 40000]) {
    assert.equal(read(bytesOf(size)).shown, read(bytesOf(size)).blocks)
    for (let round = 0; round < 10; round++) {
      const { shown, blocks } = read(bytesOf(size), { from: Math.floor(Math.random() * 65536), loss: 0.3 })
      assert.ok(shown < (blocks + 12) / 0.4 + 20, `${shown} codes for ${blocks} blocks`)
    }
  }
})

test('codes of others are told from those that were read wrong', () => {
  const [sender, receiver] = [new Sender('E', bytesOf(900), 1), new Receiver('E')]
  assert.equal(receiver.take('https://example.org/').is, 'foreign')
  assert.equal(receiver.take('MGABC').is, 'foreign')
  assert.equal(new Receiver('F').take(sender.next()).is, 'other_event')
  const code = sender.next()
  assert.equal(receiver.take(code.slice(0, -3)).is, 'damaged')
  assert.equal(receiver.take(`${code.slice(0, -3)}:::`).is, 'damaged')
  assert.equal(receiver.take(code).is, 'more')
})

test('what was read wrong is noticed in the end, and all begins anew', () => {
  const bytes = bytesOf(900)
  const [sender, receiver] = [new Sender('E', bytes, 1), new Receiver('E')]
  const wrong = sender.next()
  receiver.take(wrong.slice(0, 200) + (wrong[200] === '0' ? '1' : '0') + wrong.slice(201))
  receiver.take(sender.next())
  assert.equal(receiver.take(sender.next()).is, 'damaged')
  let taken
  for (let i = 0; i < 20 && taken?.is !== 'done'; i++) taken = receiver.take(sender.next())
  assert.deepEqual(taken.bytes, bytes)
})

test('another set of scans begins anew, and says what was received', () => {
  const receiver = new Receiver('E')
  receiver.take(new Sender('E', bytesOf(900), 3).next())
  const [bytes, mine] = [bytesOf(300), 12345]
  assert.equal(receiver.take(new Sender('E', bytes, 5).next(mine)).is, 'done')
  assert.deepEqual([receiver.scans, receiver.got], [5, mine])
})

const scan = (n, more = {}) => ({ id: randomUUID(), person: randomUUID(), text: '', door: n % 3 ? 'main' : 'north', direction: n % 5 ? 'in' : 'out', wall: 1795000000000 + n * 3600 + (n % 7) * 311, at: 1795000000000 + n * 3600 + (n % 7) * 311 + 120, result: n % 5 ? 'admitted' : 'left', repeat: false, sent: n % 2 === 0, skew: 120, ...more })

test('500 scans are 18 kB, and the same afterwards', async () => {
  const device = randomUUID()
  const scans = Array.from({ length: 500 }, (_, n) => scan(n, n % 2 ? { serial: 1, text: 'x'.repeat(180) } : {}))
  const text = pack('E', scans, 0, device)
  const bytes = await squeeze(text)
  assert.ok(bytes.length < 18500, `${bytes.length} bytes`)
  assert.deepEqual(JSON.parse(await unsqueeze(bytes)), JSON.parse(text))
})

test('scans of any kind are the same afterwards', async () => {
  const known = scan(1)
  const scans = [known, { ...scan(2), id: 'undo-1', undo: known.id }, scan(3, { person: '', text: 'MG髙', door: '' }), scan(4, { skew: 0.5 }), scan(5, { person: known.person, at: -1 })]
  for (const list of [[], scans]) {
    const text = pack('E', list, 0, 'd')
    assert.deepEqual(JSON.parse(await unsqueeze(await squeeze(text))), JSON.parse(text))
  }
  for (const bytes of [new Uint8Array(0), bytesOf(3), bytesOf(500), (await squeeze(pack('E', scans, 0, 'd'))).slice(0, 60)]) assert.equal(await unsqueeze(bytes), '')
})
