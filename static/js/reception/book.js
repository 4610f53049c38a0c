// The book of one event on this device: who may come, who came, and what decides.
import { katakana, queriesOf, rowOf, searchText } from './fold.js'
import { placeOf } from './inside.js'
import { counts, decide, nightBefore, positionOf } from './rules.js'
import { readPractice } from './practice.js'
import { localID, personOf } from './walk_in.js'
import { chunkSize } from './store.js'
import { readCode, readTicket } from './ticket.js'

export class Book {
  constructor(rules, keys = [], now = Date.now) {
    this.rules = rules
    this.now = now
    this.keys = keys
    this.people = [] // in the order of the chunks on the disk; null for who is gone
    this.index = new Map()
    this.codes = new Map()
    this.texts = new Map()
    this.scans = new Map()
    this.practice = null // who came in a rehearsal; see practice.js
    this.undos = new Map() // by the scan that they undo, which may come later
    this.byPerson = new Map()
    this.newcomers = new Map() // scans of those whom the server does not know yet, by the person's id
  }

  load(people) {
    this.told = this.groups = null
    this.people = people
    this.index.clear()
    this.codes.clear()
    this.texts.clear()
    for (const [n, person] of people.entries()) if (person) this.#note(n, person)
  }

  #note(n, person) {
    this.people[n] = person
    this.index.set(person.id, n)
    if (person.code) this.codes.set(person.code, person.id)
    this.texts.delete(person.id)
  }

  // apply takes what the server tells, and returns the chunks to write anew, null for all.
  apply(roster) {
    this.told = this.groups = null
    this.rules = roster.rules
    this.keys = roster.keys
    if (roster.full) {
      this.load(roster.people)
      return null
    }
    const dirty = new Set()
    for (const person of roster.people) {
      const n = this.index.get(person.id) ?? this.people.length
      if (JSON.stringify(this.people[n]) === JSON.stringify(person)) continue
      this.#note(n, person)
      dirty.add(Math.floor(n / chunkSize))
    }
    for (const id of roster.gone) {
      const n = this.index.get(id)
      if (n === undefined) continue
      this.people[n] = null
      this.index.delete(id)
      this.texts.delete(id)
      dirty.add(Math.floor(n / chunkSize))
    }
    return [...dirty]
  }

  // person finds somebody by id, and in place of a registration that was merged the one that stays.
  person(id) {
    if (this.newcomers.has(id)) return personOf(this.newcomers.get(id))
    let found = this.people[this.index.get(id)]
    for (let i = 0; found?.into && i < 10; i++) found = this.people[this.index.get(found.into)]
    return found ?? null
  }

  // addScan takes a scan or an undo, in whatever order they come. What this device knows of a scan stays; that it was undone is added.
  addScan(scan) {
    if (scan.undo) return this.#addUndo(scan)
    const known = this.scans.get(scan.id)
    if (known && known !== scan) scan = Object.assign(known, { undone: known.undone || scan.undone, sent: known.sent || scan.sent })
    if (this.undos.has(scan.id)) scan.undone = true
    this.scans.set(scan.id, scan)
    if (scan.walkIn) this.newcomers.set(scan.person, scan)
    else this.newcomers.delete(localID(scan.id))
    if (!scan.person) return
    const list = (this.byPerson.get(scan.person) ?? []).filter((other) => other.id !== scan.id)
    this.byPerson.set(scan.person, [...list, scan])
  }

  #addUndo(undo) {
    const scan = this.scans.get(undo.undo)
    if (undo.refused) {
      this.undos.delete(undo.undo)
      if (scan) Object.assign(scan, { undone: false, undoRefused: undo.refused })
      return
    }
    this.undos.set(undo.undo, undo)
    if (scan) Object.assign(scan, { undone: true, undoRefused: '' })
  }

  // waiting are the scans and undos that the server was not told of. What a supervisor undid is theirs to tell.
  waiting(supervises) {
    const undos = [...this.undos.values()].filter((undo) => !undo.sent && supervises)
    return [...[...this.scans.values()].filter((scan) => !scan.sent && counts(scan)), ...undos]
  }

  position(person) {
    return this.#positionBy(person, this.byPerson.get(person.id) ?? [])
  }

  #positionBy(heard, scans, at = this.now()) {
    return positionOf(heard, scans, this.nights(), at)
  }

  // nights are the moments at which the days of the event end.
  nights() {
    if (this.nightsOf !== this.rules) {
      this.nightsOf = this.rules
      this.nightTimes = (this.rules?.nights ?? []).map((night) => Date.parse(night))
    }
    return this.nightTimes
  }

  // group are the others who registered together with somebody, in the order of the list.
  group(person) {
    if (!this.groups) {
      this.groups = new Map()
      for (const other of this.people) {
        if (!other?.group || other.into || other.state !== 'confirmed') continue
        this.groups.set(other.group, [...(this.groups.get(other.group) ?? []), other])
      }
    }
    const leader = person.group || person.id
    const first = this.person(leader)
    const all = [...(first?.state === 'confirmed' ? [first] : []), ...(this.groups.get(leader) ?? [])]
    return all.filter((other) => other.id !== person.id).map((other) => ({ person: other, here: this.position(other) }))
  }

  type(person) {
    return this.rules.ticket_types.find((type) => type.slug === person?.ticket_type)
  }

  // read finds out what was scanned, typed or chosen.
  async read({ text = '', id = '' }) {
    if (id) return { person: this.person(id) }
    const madeUp = this.practice && readPractice(text, this.rules)
    if (madeUp) return { person: madeUp, practice: true }
    const { claims, wrongEvent } = await readTicket(text, this.rules.event_id, this.keys)
    if (claims) {
      const person = this.person(claims.registration_id)
      return { person, ticket: { ...claims, own: person?.id === claims.registration_id }, id: claims.registration_id }
    }
    const code = readCode(text)
    if (code) return { person: this.codes.has(code) ? this.person(this.codes.get(code)) : null }
    return { wrongEvent }
  }

  // decide says what a scan comes to, by what this device knows.
  async decide(input, direction, at, slug = '') {
    const read = await this.read(input)
    if (read.wrongEvent) return { result: 'wrong_event', read }
    const person = read.person
    const here = read.practice ? { inside: this.practice.since(person) > 0, since: this.practice.since(person) } : person || this.byPerson.has(read.id) ? this.#positionBy(person, this.byPerson.get(person?.id ?? read.id) ?? [], at) : null
    const door = this.door(slug)
    if (person && !read.practice && door?.place && here.inside) here.inside = this.whereIs(person).place === door.place
    const rule = this.rules.door_rules?.find((r) => r.slug === door?.slug)
    const facts = { ticket: read.ticket, direction, at: new Date(at).toISOString(), partial: true, door: door?.slug }
    if (rule?.capacity || rule?.warn_at) facts.count = this.countIn(door?.place)
    if (person) {
      const tagged = Boolean(rule?.tag && this.rules.tagged?.[rule.tag]?.includes(person.code))
      facts.person = { state: person.state, serial: person.ticket_serial ?? 0, mode: this.type(person)?.mode, inside: here.inside, type: person.ticket_type, tagged }
    }
    const verdict = decide(this.rules, facts)
    if (!person && verdict.result === 'admitted' && here?.inside) verdict.result = 'already'
    return { ...verdict, read, since: here?.inside ? here.since : 0 }
  }

  // search finds people by any part, who has not come first, in the order of their readings.
  search(text, row = -1, kana = '') {
    const queries = queriesOf(text)
    const found = []
    for (const person of this.people) {
      if (!person || person.into || !['confirmed', 'waitlisted', 'applied', 'pending', 'cancelled'].includes(person.state)) continue
      if (!queries.length && row < 0) continue
      const reading = katakana(person.family_kana || person.given_kana || '')
      if (row >= 0 && rowOf(reading) !== row) continue
      if (kana && !reading.startsWith(kana)) continue
      if (queries.length) {
        if (!this.texts.has(person.id)) this.texts.set(person.id, searchText(person))
        const text = this.texts.get(person.id)
        if (!queries.some((query) => text.includes(query))) continue
      }
      const here = this.position(person)
      found.push({ person, here, came: here.arrived })
    }
    const key = ({ person }) => katakana(`${person.family_kana ?? ''} ${person.given_kana ?? ''}`) || person.family || ''
    return found.sort((a, b) => a.came - b.came || (key(a) < key(b) ? -1 : 1))
  }

  // everybody is who is on the list, and who came without a ticket since.
  everybody() {
    const listed = this.people.filter((person) => person && !person.into)
    return [...listed, ...[...this.newcomers.values()].map(personOf)]
  }

  // counts says who came and who is inside, by what this device knows. What the server said is counted once; scans here change it for few.
  counts() {
    const night = nightBefore(this.nights(), this.now())
    if (night !== this.toldNight) this.told = null
    this.toldNight = night
    this.told ??= this.#sum(this.people, (person) => this.#positionBy(person, []))
    const moved = [...this.byPerson.keys()].map((id) => this.people[this.index.get(id)]).filter(Boolean)
    const before = this.#sum(moved, (person) => this.#positionBy(person, []))
    const after = this.#sum(moved, (person) => this.position(person))
    const fresh = this.#sum([...this.newcomers.values()].map(personOf), (person) => this.position(person))
    const sum = { ...this.told }
    for (const key of Object.keys(sum)) sum[key] += after[key] - before[key] + fresh[key]
    return sum
  }

  #sum(people, position) {
    const sum = { expected: 0, arrived: 0, inside: 0 }
    for (const person of people) {
      if (!person || person.into) continue
      const here = position(person)
      if (here.arrived || (person.state === 'confirmed' && this.type(person)?.mode === 'venue')) sum.expected++
      if (here.arrived) sum.arrived++
      if (here.inside) sum.inside++
    }
    return sum
  }

  // door is the door at which this device stands.
  door(slug) {
    return this.rules.doors.find((door) => door.slug === slug) ?? this.rules.doors[0]
  }

  whereIs(person) {
    const heardAt = person.inside && person.since ? Date.parse(person.since) : 0
    return placeOf(person, this.byPerson.get(person.id) ?? [], heardAt)
  }

  // countIn counts who is in a place as far as this device knows, and in the whole venue without one.
  countIn(place) {
    return this.whereabouts().filter((at) => !place || at.place.place === place).length
  }

  // whereabouts lists who is inside now, with the place.
  whereabouts() {
    const list = []
    for (const person of this.everybody()) {
      const here = this.position(person)
      if (!here.inside) continue
      list.push({ person, place: { ...this.whereIs(person), since: here.since } })
    }
    return list
  }
}
