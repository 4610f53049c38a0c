// Who is inside, by place, as far as this device knows: its list and its own scans. In an evacuation it is read without a network, by whoever holds the device,
// so that it has names and how they are read, and nothing else of anybody.
import { katakana } from './fold.js'

// placeOf is where somebody is who is inside: what this device scanned last, else what the server said.
export function placeOf(person, scans, heardAt) {
  let last = { at: heardAt, door: person.door ?? '', place: person.place ?? '' }
  for (const scan of scans) {
    if (scan.undone || !['admitted', 'left', 'already'].includes(scan.result) || scan.at <= last.at) continue
    const isRoom = Boolean(scan.place)
    last = { at: scan.at, door: isRoom ? last.door : scan.door || last.door, place: isRoom && scan.direction === 'in' ? scan.place : '' }
  }
  return last
}

// insideByPlace sorts those who are inside into rooms, and the others by the door that they came in by, in the order of the doors. Each list is in the order of
// readings.
export function insideByPlace(book) {
  const groups = new Map()
  const doors = book.rules?.doors ?? []
  for (const door of doors) {
    if (door.place) groups.set(`room ${door.place}`, { room: door.place_name ?? door.name, people: [] })
  }
  for (const door of doors) groups.set(`door ${door.slug}`, { door: door.name, people: [] })
  const rest = { people: [] }
  for (const { person, place } of book.whereabouts()) {
    const group = groups.get(`room ${place.place}`) ?? groups.get(`door ${place.door}`) ?? rest
    group.people.push({ person, since: place.since })
  }
  const key = ({ person }) => katakana(`${person.family_kana || person.family || ''} ${person.given_kana || person.given || ''}`)
  const found = [...groups.values(), rest].filter((group) => group.people.length)
  for (const group of found) group.people.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  return found
}

const make = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text })

// showInside draws the list, with how old what it says is.
export function showInside(view, book, event) {
  const groups = book?.rules ? insideByPlace(book) : []
  const count = groups.reduce((sum, group) => sum + group.people.length, 0)
  view.at('inside-count').textContent = view.text('inside_count', { n: count })
  view.at('inside-heard').textContent = event?.heard ? view.text('inside_heard', { time: view.time(event.heard + (event.skew ?? 0)) }) : view.text('never_heard')
  view.at('inside').replaceChildren(
    ...groups.flatMap((group) => {
      const name = group.room ? view.pick(group.room) : group.door ? view.text('inside_by', { door: view.pick(group.door) }) : view.text('inside_venue')
      const list = make('ul', 'app-list')
      list.append(...group.people.map((at) => row(view, at)))
      return [make('h3', '', view.text('inside_place', { place: name, n: group.people.length })), list]
    }),
  )
}

function row(view, { person, since }) {
  const row = make('li', '')
  const who = make('div', '')
  who.append(make('small', '', view.reading(person)), make('b', '', view.name(person)))
  row.append(make('span', 'app-tick'), who, make('span', 'done', since ? view.moment(since) : ''))
  return row
}
