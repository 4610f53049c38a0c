// Phones without a network tell each other their scans by a file: a set of scans and undos, without names, which may be joined in any order and any number of times.

const kind = 'meguri-scans-1'
const most = 20000
const wordLists = { direction: ['in', 'out'], result: ['admitted', 'already', 'left'] }

// pack is the text of a file with scans. skew is what is known of this device's clock, for scans that were made before it was.
export function pack(eventID, scans, skew, device) {
  const rows = scans.map(({ id, undo, person, text, door, direction, wall, at, result, repeat, sent, ...scan }) => ({
    id, undo, person, text, door, direction, wall, at, result, repeat, sent: Boolean(sent), skew: scan.skew ?? skew ?? 0, device: scan.device || device,
  }))
  return JSON.stringify({ kind, event_id: eventID, scans: rows })
}

// unpack reads such a file. It is null where it is another file, of another event, or damaged: nothing is taken from it then.
export function unpack(text, eventID, slug) {
  let file
  try {
    file = JSON.parse(text)
  } catch {
    return null
  }
  if (file?.kind !== kind || file.event_id !== eventID || !Array.isArray(file.scans) || file.scans.length > most) return null
  if (!file.scans.every(isScan)) return null
  return file.scans.map((scan) => ({
    id: scan.id, undo: scan.undo, person: scan.person ?? '', text: scan.text ?? '', door: scan.door ?? '', direction: scan.direction, wall: scan.wall, at: scan.at,
    result: scan.result, repeat: Boolean(scan.repeat), sent: Boolean(scan.sent), skew: scan.skew, device: scan.device ?? '', slug, others: true, by: '',
  }))
}

const isText = (value, length) => value === undefined || (typeof value === 'string' && value.length <= length)
const isTime = (value) => Number.isFinite(value) && Math.abs(value) < 8e15

function isScan(scan) {
  if (!scan || typeof scan.id !== 'string' || !scan.id || scan.id.length > 100) return false
  if (![scan.wall, scan.at, scan.skew].every(isTime) || !isText(scan.device, 100)) return false
  if (scan.undo !== undefined) return typeof scan.undo === 'string' && scan.undo !== '' && scan.undo.length <= 100
  return isText(scan.person, 100) && isText(scan.text, 4096) && isText(scan.door, 60) && Object.entries(wordLists).every(([key, list]) => list.includes(scan[key]))
}
