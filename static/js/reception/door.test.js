import assert from 'node:assert/strict'
import test from 'node:test'

import { Book } from './book.js'

const tag = 'signed-up:session-1'
const rules = (codes) => ({
  event_id: 'e',
  ticket_types: [{ slug: 'venue', mode: 'venue' }],
  doors: [{ slug: 'main', name: { ja: '正門' } }, { slug: 'workshop', name: { ja: '手話体験' }, place: 'session-1' }],
  door_rules: [{ slug: 'workshop', tag }],
  tagged: { [tag]: codes },
})
const person = (id, code) => ({ id, code, family: code, state: 'confirmed', ticket_type: 'venue' })

test("a session's door lets in who holds a place there, as the last list said, and the way out is free", async () => {
  const book = new Book(rules(['AAAA-AAAA']))
  book.load([person('1', 'AAAA-AAAA'), person('2', 'BBBB-BBBB')])
  const at = (id, door, direction = 'in') => book.decide({ id }, direction, Date.parse('2030-05-01T04:00:00Z'), door).then(({ result, note }) => `${result} ${note ?? ''}`.trim())
  assert.deepEqual([await at('1', 'workshop'), await at('2', 'workshop'), await at('2', 'main')], ['admitted', 'not_here door', 'admitted'])
  assert.equal(await at('2', 'workshop', 'out'), 'left')

  const dirty = book.apply({ full: false, rules: rules(['BBBB-BBBB']), keys: [], people: [], gone: [], scans: [] }) // the place moved on, which changes no registration
  assert.deepEqual([dirty, await at('1', 'workshop'), await at('2', 'workshop')], [[], 'not_here door', 'admitted'])
  book.apply({ full: false, rules: rules(undefined), keys: [], people: [], gone: [], scans: [] })
  assert.equal(await at('2', 'workshop'), 'not_here door')
})
