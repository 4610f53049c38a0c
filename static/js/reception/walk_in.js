// People without a ticket: let in by their name, also without a network. Their names stay in the scan until the server has them, and no longer.
import { newID } from '../id.js'

// localID is the id of somebody whom the server does not know yet.
export const localID = (scanID) => `new:${scanID}`

const divided = (typed) => {
  const words = typed.trim().split(/\s+/)
  if (words.length < 2) return [typed.trim(), '']
  const isLatin = ![...typed].some((c) => /\p{L}/u.test(c) && !/\p{Script=Latin}/u.test(c))
  return isLatin ? [words.at(-1), words.slice(0, -1).join(' ')] : [words[0], words.slice(1).join(' ')]
}

// companion is the name of the n-th person who came with somebody, as the server makes it, too.
const companion = (name, n) => `${divided(name)[0]} 同行${n}`

// personOf is somebody without a ticket as one of the list.
export function personOf(scan) {
  const [family, given] = divided(scan.walkIn.name)
  const [family_kana, given_kana] = divided(scan.walkIn.reading ?? '')
  return { id: scan.person, family, given, family_kana, given_kana, organization: scan.walkIn.organization, ticket_type: scan.walkIn.ticket_type, state: 'confirmed' }
}

// freePlaces is how many places of a ticket type are free as far as this device knows, Infinity without a limit.
export function freePlaces(type, scans) {
  if (type?.free === undefined) return Infinity
  let taken = 0
  for (const scan of scans) if (!scan.sent && !scan.undone && scan.walkIn?.ticket_type === type.slug) taken++
  return type.free - taken
}

// walkInScans are the scans of a group, with the id of the first as that of the group.
export function walkInScans({ name, reading, organization, type, people, consents, over }, base) {
  const first = newID()
  return Array.from({ length: people }, (_, n) => {
    const id = n ? `${first}-${n}` : first
    const walkIn = { name: n ? companion(name, n) : name, reading: reading ?? '', organization: organization ?? '', ticket_type: type, consents, locale: base.locale, over }
    if (n) walkIn.with = first
    return { id, slug: base.slug, person: localID(id), text: '', door: base.door, place: '', direction: 'in', wall: base.wall, at: base.at + n, skew: base.skew, result: 'admitted', note: over ? 'over' : '', sent: false, walkIn }
  })
}

// settle takes the server's answer: the person has an id now, and the name is not kept any longer.
export function settle(scan, answer) {
  if (!scan.walkIn || !answer.registration) return
  scan.person = answer.registration.id
  delete scan.walkIn
}

// WalkInForm is the part of the app that asks for the name.
export class WalkInForm {
  constructor(view, { rules, scans, isSupervisor, admit }) {
    Object.assign(this, { view, rules, scans, isSupervisor, admit, confirmed: false })
    this.form = view.at('walkin-form')
    this.form.addEventListener('submit', (submit) => {
      submit.preventDefault()
      this.#submit()
    })
    this.form.addEventListener('input', () => this.#again(false))
  }

  // open fills in what the event offers.
  open() {
    const rules = this.rules()
    const types = (rules?.ticket_types ?? []).filter((type) => type.mode === 'venue')
    this.view.at('walkin-type').replaceChildren(...types.map((type) => {
      const free = freePlaces(type, this.scans())
      const places = free === Infinity ? '' : free > 0 ? `（${this.view.text('walkin_free', { n: free })}）` : `（${this.view.text('walkin_full')}）`
      return Object.assign(document.createElement('option'), { value: type.slug, textContent: this.view.pick(type.name) + places })
    }))
    this.view.at('walkin-consents').replaceChildren(...(rules?.consents ?? []).map((consent) => {
      const label = document.createElement('label')
      label.append(Object.assign(document.createElement('input'), { type: 'checkbox', name: 'consent', value: consent.slug }), ` ${this.view.pick(consent.text)}`)
      return label
    }))
    this.#fault(types.length ? '' : this.view.text('walkin_none'))
    this.#again(false)
    this.form.elements.name.focus()
  }

  #again(isAgain) {
    this.confirmed = isAgain
    this.view.at('walkin-do').textContent = this.view.text(isAgain ? 'walkin_again' : 'walkin_submit')
  }

  #fault(text) {
    this.view.at('walkin-fault').textContent = text
    this.view.at('walkin-fault').hidden = !text
  }

  async #submit() {
    const fields = this.form.elements
    const rules = this.rules()
    const consents = [...this.form.querySelectorAll('[name=consent]:checked')].map((box) => box.value)
    const people = Math.min(Math.max(Math.trunc(Number(fields.people.value)) || 1, 1), 10)
    const type = rules?.ticket_types.find((t) => t.slug === fields.type.value)
    if (!type) return this.#fault(this.view.text('walkin_none'))
    if (!fields.name.value.trim()) return this.#fault(this.view.text('walkin_name'))
    if ((rules.consents ?? []).some((c) => c.required && !consents.includes(c.slug))) return this.#fault(this.view.text('walkin_consent'))
    const missing = people - freePlaces(type, this.scans())
    if (missing > 0 && !this.isSupervisor()) return this.#fault(this.view.text('walkin_ask'))
    if (missing > 0 && !this.confirmed) {
      this.#fault(this.view.text('walkin_over', { n: missing }))
      return this.#again(true)
    }
    this.#fault('')
    const isIn = await this.admit({ name: fields.name.value.trim(), reading: fields.reading.value.trim(), organization: fields.organization.value.trim(), type: type.slug, people, consents, over: missing > 0 })
    if (isIn) this.form.reset()
  }
}
