// Talks with the server. An answer counts only where it is ours: a network that asks to sign in answers 200 to everything.

export class Refused extends Error {
  constructor(status, detail) {
    super(detail ?? String(status))
    this.status = status
  }
}

export class Offline extends Error {
  constructor(portal = false) {
    super(portal ? 'portal' : 'offline')
    this.portal = portal
  }
}

// ask sends a request and returns the JSON of an answer of ours.
export async function ask(address, { token, body, method = body ? 'POST' : 'GET', send = globalThis.fetch } = {}) {
  const headers = { Accept: 'application/json' }
  if (token) headers.Authorization = `Bearer ${token}`
  if (body) headers['Content-Type'] = 'application/json'
  let response
  try {
    response = await send(address, { method, headers, body: body && JSON.stringify(body), cache: 'no-store', signal: AbortSignal.timeout(12000) })
  } catch {
    throw new Offline()
  }
  if (!response.headers.get('Meguri-Version')) throw new Offline(response.ok && !response.headers.get('Content-Type')?.includes('json'))
  if (response.status >= 500 || response.status === 429) throw new Offline()
  const answer = response.status === 204 ? null : await response.json().catch(() => null)
  if (!response.ok) throw new Refused(response.status, answer?.detail)
  return answer
}

// skewOf is by how many milliseconds the clock of this device is behind the server's.
export const skewOf = (serverNow, sent, received) => Math.round(Date.parse(serverNow) - (sent + received) / 2)

// timeOf is when a scan was made by the server's clock: by the skew that was measured while the app ran then, or by the newest one.
export function timeOf(scan, skew, now = Date.now()) {
  const measured = scan.skew ?? skew ?? 0
  const at = scan.wall + measured
  return at > now + (skew ?? 0) ? scan.wall + (skew ?? 0) : at
}

const clockIsWrong = 60000

// toSend is a scan, or an undo, as the API takes it. device is the id of this device: from is said of what another one made.
export function toSend(scan, skew, device, now) {
  const at = timeOf(scan, skew, now)
  const from = scan.device && scan.device !== device ? { from: scan.device } : {}
  if (scan.undo) return { id: scan.id, undo: scan.undo, scanned_at: new Date(at).toISOString(), ...from }
  const content = scan.walkIn ? { walk_in: scan.walkIn } : scan.text ? { ticket: scan.text } : { registration_id: scan.person, serial: scan.serial }
  const clock = Math.abs(at - scan.wall) > clockIsWrong ? { device_at: new Date(scan.wall).toISOString() } : {}
  return {
    id: scan.id, door: scan.door, direction: scan.direction, scanned_at: new Date(at).toISOString(),
    admitted: scan.result === 'admitted', repeat: scan.result === 'already', ...content, ...clock, ...from,
  }
}

// fromServer is a scan of the roster, which another device or a page made, as this device keeps it.
export const fromServer = (scan, slug) => ({ ...scan, slug, text: '', at: Date.parse(scan.at), wall: Date.parse(scan.at), skew: 0, sent: true, others: true })

export const batchSize = 200
