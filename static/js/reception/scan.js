import { newID } from '../id.js'

// repeatAfter is how many milliseconds a ticket must be out of sight before it is reported again.
export const repeatAfter = 4000

// newScan is a scan in the format of the API. A repeated request has the same id, so that the scan counts once.
export function newScan(form, content, now = new Date()) {
  return {
    id: newID(),
    door: form.get('door') ?? '',
    direction: form.get('direction') ?? 'in',
    scanned_at: now.toISOString(),
    ...content,
  }
}

// detect decides whether a detected text is new: a ticket that stays before the camera is reported once.
export function detect(last, text, now) {
  const isNew = text !== last.text || now - last.at > repeatAfter
  return { isNew, last: { text, at: now } }
}

// isPositive reports whether the attendee may pass.
export const isPositive = (outcome) => outcome === 'admitted' || outcome === 'left'

// slots are the texts of the API's answer by the names in the page's markup; a missing one is empty.
export function slots(answer) {
  const { name = '', reading = '', organization = '', ticket_type_name = '', needs = '', photo_text = '' } = answer.registration ?? {}
  return { text: answer.text, name, reading, organization, ticket_type_name, needs, photo_text, can_undo: answer.can_undo ? 'yes' : '' }
}

// errorText is the text about a scan without an answer: the server's, which post throws as an Error, or the one for a lost network.
export const errorText = (error, offline) => (error.name === 'Error' ? error.message : offline)

// post sends JSON and returns the answer's JSON, null where it has none. It throws an Error with the server's text where that refuses.
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
