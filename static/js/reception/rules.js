// The rules at the doors. The server has the same ones in app/reception/rules.go; testdata/vectors.json holds cases of which both must say the same.

const live = ['applied', 'pending', 'confirmed', 'waitlisted']
const ended = ['cancelled', 'declined', 'lapsed']

// decide says what a scan comes to. facts are what is known of it; see Facts in rules.go.
export function decide(rules, facts) {
  const { ticket, person } = facts
  if (ticket && ticket.event_id !== rules.event_id) return { result: 'wrong_event' }
  if (!person) return decideUnknown(rules, facts)
  if (facts.direction === 'out') return { result: 'left' }
  const result = decideIn(rules, facts)
  const door = doorOf(rules, facts)
  if (result === 'not_here' && !isShortFor(rules, person)) return { result, note: 'door' }
  if (result === 'admitted' && door?.warn_at && (facts.count ?? 0) + 1 >= door.warn_at) return { result, note: 'crowded' }
  return { result }
}

const isShortFor = (rules, person) => rules.venue_full && person.mode === 'online'

const doorOf = (rules, facts) => rules.door_rules?.find((door) => door.slug === (facts.door ?? ''))

// decideAtDoor says why nobody, or not this person, may come in by the door; '' where they may.
function decideAtDoor(rules, facts) {
  const door = doorOf(rules, facts)
  const { person } = facts
  if (!door) return ''
  const at = Date.parse(facts.at)
  if ((door.opens_at && at < Date.parse(door.opens_at)) || (door.closes_at && at >= Date.parse(door.closes_at))) return 'closed'
  if (person && ((door.types?.length && !door.types.includes(person.type ?? '')) || (door.tag && !person.tagged))) return 'not_here'
  if (door.stops && door.capacity && (facts.count ?? 0) >= door.capacity) return 'full'
  return ''
}

function decideUnknown(rules, facts) {
  if (!facts.ticket || !facts.partial) return { result: 'unknown' }
  if (facts.direction === 'out') return { result: 'left', note: 'unlisted' }
  if (isOver(rules, facts)) return { result: 'revoked' }
  if (isCancelled(rules, facts.at)) return { result: 'cancelled' }
  const refused = decideAtDoor(rules, facts)
  return refused ? { result: refused } : { result: 'admitted', note: 'unlisted' }
}

function decideIn(rules, facts) {
  const { person } = facts
  if (live.includes(person.state) && isOldTicket(rules, facts)) return 'revoked'
  if (ended.includes(person.state) || isCancelled(rules, facts.at)) return 'cancelled'
  if (person.state !== 'confirmed') return 'waitlisted'
  if (person.inside) return 'already'
  if (isShortFor(rules, person)) return 'not_here'
  return decideAtDoor(rules, facts) || 'admitted'
}

function isOldTicket(rules, facts) {
  const { ticket, person } = facts
  if (!ticket) return false
  return isOver(rules, facts) || (ticket.own && ticket.serial < person.serial)
}

const isOver = (rules, { at, ticket }) => Date.parse(at) > Date.parse(ticket.not_after) && Date.parse(at) > Date.parse(rules.tickets_until)

const isCancelled = (rules, at) => Boolean(rules.cancelled_at) && Date.parse(at) >= Date.parse(rules.cancelled_at)

// counted are those of a person's scans that say where the person is, by time: without those that were undone, and without those that only repeat what was undone. nights, in milliseconds, end the days of the event: models/check_in_set.go has the same.
export function counted(scans, nights = []) {
  const list = []
  let ways = 0 // in, since the person left last
  let undone = 0 // of these
  let day = 0
  for (const scan of [...scans].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
    if (!counts(scan)) continue
    if (nightBefore(nights, scan.at) !== day) {
      day = nightBefore(nights, scan.at)
      ways = undone = 0
    }
    let isUndone = Boolean(scan.undone)
    if (scan.place); // the ways in and out of a room are none of the venue
    else if (scan.direction === 'in' && scan.repeat) isUndone ||= ways > 0 && undone === ways
    else if (scan.direction === 'in') {
      ways++
      if (isUndone) undone++
    } else if (!isUndone) ways = undone = 0
    if (!isUndone) list.push(scan)
  }
  return list
}

// positionOf is where a person is by what is known of their scans, in whatever order that came. heard is what the server said: what it heard of before that is in it.
// Who was not scanned on the way out counts as inside until the night, and comes in anew on the next day: models/night.go has the same.
export function positionOf(heard, scans, nights = [], now = Infinity) {
  const since = heard?.since ? Date.parse(heard.since) : 0
  const told = { id: '', at: since, direction: heard?.inside ? 'in' : 'out', result: heard?.inside ? 'admitted' : 'left' }
  told.undone = scans.some((scan) => scan.undone && scan.at === since)
  const known = since ? [told, ...scans.filter((scan) => scan.at > since)] : scans
  const at = { arrived: Boolean(heard?.arrived), inside: false, since: 0, id: '' }
  const endDay = (time) => {
    if (at.inside && at.since < nightBefore(nights, time)) at.inside = false
  }
  for (const scan of counted(known, nights)) {
    endDay(scan.at)
    const inside = scan.direction === 'in' || Boolean(scan.place) // who leaves a room is still inside
    if (inside !== at.inside || !at.since) Object.assign(at, { inside, since: scan.at, id: scan.id })
    at.arrived ||= inside
  }
  endDay(now)
  return at
}

// nightBefore is the last night that is not after a time, 0 for none.
export function nightBefore(nights, at) {
  let last = 0
  for (const night of nights) if (night <= at) last = night
  return last
}

// moves reports whether a scan let somebody in or out.
export const moves = (scan) => scan.result === 'admitted' || scan.result === 'left'

// counts reports whether a scan says where somebody is.
export const counts = (scan) => moves(scan) || scan.result === 'already'
