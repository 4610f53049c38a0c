import assert from 'node:assert/strict'
import { test } from 'node:test'

import { clock, minutesLeft } from './time.js'

test('the time that is left never goes below nothing', () => {
  assert.deepEqual([125, 60, 47.2, 0.4, 0, -9].map(clock), ['2:05', '1:00', '0:48', '0:01', '0:00', '0:00'])
  assert.deepEqual([720, 61, 60, 1, 0, -5].map(minutesLeft), [12, 2, 1, 1, 0, 0])
})
