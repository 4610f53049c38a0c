import { newID } from '../id.js'

// sameCode is how many milliseconds a ticket must be out of sight before the camera reports it again.
export const sameCode = 4000

// newScan is a scan as the API takes it. Its id stays the same while it is tried again, so that it counts once.
export function newScan(form, what, now = new Date()) {
  return {
    id: newID(),
    door: form.get('door') ?? '',
    direction: form.get('direction') ?? 'in',
    scanned_at: now.toISOString(),
    ...what,
  }
}

// seen is what the camera saw last, and whether it is to be reported: a ticket that stays before the camera is reported once.
export function seen(last, text, now) {
  const fresh = text !== last.text || now - last.at > sameCode
  return { fresh, last: { text, at: now } }
}

// lets reports whether somebody may pass.
export const lets = (outcome) => outcome === 'admitted' || outcome === 'left'

// slots are the parts of the API's answer by the names that the page's markup of an outcome has for them; what is not told is empty.
export function slots(answer) {
  const { name = '', reading = '', organization = '', ticket_type = '', needs = '' } = answer.registration ?? {}
  return { text: answer.text, name, reading, organization, ticket_type, needs, can_undo: answer.can_undo ? 'yes' : '' }
}

// trouble is what is said of a scan that got no answer: the server's own words, which post throws as an Error, or that the network is gone.
export const trouble = (error, offline) => (error.name === 'Error' ? error.message : offline)

// post sends JSON and returns the answer's JSON, null where it has none. Throws what the server refuses as an Error with its words.
export async function post(address, body, send = globalThis.fetch) {
  const response = await send(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(8000),
  })
  const answer = response.status === 204 ? null : await response.json()
  if (!response.ok) throw new Error(answer.detail)
  return answer
}
