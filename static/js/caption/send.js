// What a seat sends: finished lines until the server has them, and what is being typed, as it is.
import { asForm } from './queue.js'

// draftEvery is the time between two messages of what is typed, in milliseconds; again when lines that could not be sent
// are tried again.
const draftEvery = 120
const again = 2000
const atOnce = 50

export const post = (to, body, headers = {}) => fetch(to, { method: 'POST', body, headers, signal: AbortSignal.timeout(8000) })

// sendLines sends what waits in a queue, one message at a time, until nothing does. changed is called with what the
// server said: { status } or { status, stored, refused }.
export function sendLines(queue, to, seat, changed) {
  let busy = false
  let timer
  async function flush() {
    clearTimeout(timer)
    if (busy) return
    busy = true
    try {
      for (let lines = queue.pending().slice(0, atOnce); lines.length; lines = queue.pending().slice(0, atOnce)) {
        const answer = await post(to, asForm(seat, lines, Date.now()), { Accept: 'application/json' })
        const said = answer.ok ? await answer.json() : { stored: [], refused: [] }
        queue.acknowledge(said.stored)
        for (const { id, why } of said.refused) queue.refuse(id, why)
        changed({ status: answer.status, ...said })
        if (!answer.ok || !(said.stored.length + said.refused.length)) throw new Error('not stored')
      }
    } catch {
      timer = setTimeout(flush, again)
      changed({ status: 0, stored: [], refused: [] })
    } finally {
      busy = false
    }
  }
  return flush
}

// sendDrafts sends the newest of what is typed: the first key at once, the next ones together, never two messages at a
// time. What cannot be sent is not sent later: the finished line is.
export function sendDrafts(send, wait = setTimeout, clock = () => performance.now()) {
  let waiting
  let last = -Infinity
  let isOn = false
  async function next() {
    isOn = true
    while (waiting) {
      const pause = last + draftEvery - clock()
      if (pause > 0) await new Promise((done) => { wait(done, pause) })
      const draft = waiting
      waiting = undefined
      last = clock()
      if (draft) await send(draft).catch(() => {})
    }
    isOn = false
  }
  return {
    type(draft) {
      waiting = draft
      if (!isOn) next()
    },
    // stop forgets what waits, as its line is finished.
    stop: () => { waiting = undefined },
  }
}
