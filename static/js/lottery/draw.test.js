import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'
import { draw, listHash, seal, seedOf, verify } from './draw.js'

const records = JSON.parse(await readFile('app/service/draw/testdata/vectors.json', 'utf8'))

test('draws what the server drew', async () => {
  for (const record of records) assert.deepEqual(await verify(record), [])
  assert.ok(records.length >= 12)
})

test('finds what was changed', async () => {
  const changed = (change) => {
    const copy = structuredClone(records[5])
    change(copy)
    return verify(copy)
  }
  assert.deepEqual(await changed((r) => (r.parties[0].secret = 'f'.repeat(64))), ['seal', 'seed', 'results'])
  assert.deepEqual(await changed((r) => (r.list.types[0].places += 1)).then((f) => f.includes('list')), true)
  assert.deepEqual(await changed((r) => r.results.reverse()), ['results'])
  assert.deepEqual(await changed((r) => (r.dice = '1')).then((f) => f.includes('seed')), true)
})

test('the parts agree', async () => {
  const record = records[4]
  assert.equal(await listHash(record.list), record.list_hash)
  assert.equal(await seedOf(record), record.seed)
  assert.equal(await seal(record.parties[0].secret), record.parties[0].seal)
  assert.equal((await draw(record.list, record.seed)).length, record.results.length)
})
