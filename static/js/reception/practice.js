// Made-up people of a rehearsal, as app/service/ticket/practice.go makes their codes. Nothing of them is stored or sent.

const digits = 'BCDFGHJK'
const pattern = new RegExp(`^KEIKO([NODL])([${digits}]{3})$`)
const states = { N: 'confirmed', O: 'confirmed', D: 'cancelled', L: 'waitlisted' }

// readPractice is the person of a code, null where it is none.
export function readPractice(text, rules) {
  const plain = text.slice(0, 100).normalize('NFKC').replace(/[^\p{L}]/gu, '').toUpperCase()
  const [, kind, number] = pattern.exec(plain) ?? []
  if (!kind) return null
  const n = [...number].reduce((sum, digit) => sum * 8 + digits.indexOf(digit), 0)
  const mode = kind === 'O' ? 'online' : 'venue'
  const type = rules.ticket_types.find((type) => type.mode === mode) ?? rules.ticket_types[0]
  return { id: `practice-${kind}${n}`, family: '稽古', given: String(n + 1).padStart(3, '0'), family_kana: 'ケイコ', ticket_type: type?.slug, state: states[kind] }
}

// Practice remembers whom this page has let in in a rehearsal, until it is wiped or closed.
export class Practice {
  constructor() {
    this.wipe()
  }

  wipe() {
    this.came = new Map()
    this.times = []
  }

  since = (person) => this.came.get(person?.id) ?? 0

  // note adds a scan, and says how it went so far: how many, and the seconds from one to the next. Breaks do not count.
  note(person, result, at) {
    if (result === 'admitted') this.came.set(person.id, at)
    if (result === 'left') this.came.delete(person.id)
    this.times.push(at)
    const gaps = this.times.slice(1).map((time, i) => (time - this.times[i]) / 1000).filter((gap) => gap <= 60)
    const seconds = gaps.length ? gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length : 0
    return { n: this.times.length, seconds: seconds.toFixed(1) }
  }
}
