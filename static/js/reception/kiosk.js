// A tablet where people check themselves in: the same app, shown to whom it is about. It tells nobody who else is on the list.
import { fold, katakana, romaji } from './fold.js'
import { View } from './view.js'

const offeredAtMost = 3
const triesAtMost = 6
const restful = { admitted: 6000, already: 8000 }
const idle = 30000 // a search that somebody left, and a refusal

// spellings are the ways to write a name, with how long its first part is in each: that part must be there, and more.
function spellings({ family = '', given = '', family_kana: familyKana = '', given_kana: givenKana = '' }) {
  const ways = [[family, given], [katakana(familyKana), katakana(givenKana)], [romaji(familyKana), romaji(givenKana)], [given, family], [romaji(givenKana), romaji(familyKana)]]
  return ways.map(([first, second]) => [fold(first), fold(second)]).filter(([first, second]) => first && second)
}

// findSelf finds whose name begins with what was typed: the whole of one part of it and at least one letter of the other. Nobody is found by less, or where too many are.
export function findSelf(people, typed) {
  const query = fold(typed)
  if (!query) return []
  const found = people.filter((person) => person && !person.into && person.state === 'confirmed' && spellings(person).some(([first, second]) => (first + second).startsWith(query) && query.length > first.length))
  return found.length > offeredAtMost ? [] : found
}

// masked is a name with its first letters alone.
export function masked({ family = '', given = '' }) {
  const hide = (text, shown) => [...text].map((letter, i) => (i < shown ? letter : '●')).join('')
  return `${hide(family, Math.max(1, [...family].length - 1))} ${hide(given, 1)}`.trim()
}

export class Kiosk extends View {
  // home is the language of the place, in which the tablet was paired: the page that is kept may be in another one.
  constructor(root, slug, home) {
    super(root, slug)
    this.videoAt = 'kiosk-video'
    this.side = 'user'
    this.troubleAt = 'kiosk-trouble'
    this.home = home ?? document.documentElement.lang
    this.tries = 0
    root.dataset.kind = 'kiosk'
    this.speak(this.home)
  }

  // words of this page are there in both languages.
  text = (name, values = {}) => {
    const both = this.at('words').querySelector(`[data-k="${name}"]`)
    const text = both?.querySelector(`[lang="${this.lang}"]`) ?? both
    return (text?.textContent ?? name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all)
  }

  on(does) {
    super.on(does)
    this.root.addEventListener('click', (click) => {
      const button = click.target.closest('[data-kiosk]')
      if (button) this.press(button)
    })
    this.root.addEventListener('pointerdown', () => this.later())
    this.at('kiosk-code-form').addEventListener('submit', (submit) => {
      submit.preventDefault()
      const { value } = this.at('kiosk-code')
      if (value.trim()) does.take({ text: value })
    })
    this.at('kiosk-name-form').addEventListener('submit', (submit) => {
      submit.preventDefault()
      this.offer(this.at('kiosk-name').value)
    })
  }

  press({ dataset, value }) {
    if (dataset.kiosk === 'lang') this.speak(value)
    else if (dataset.kiosk === 'take') this.does.take({ id: value })
    else this.screen(dataset.kiosk)
  }

  speak(lang) {
    this.lang = lang
    this.root.dataset.lang = lang
    for (const button of this.root.querySelectorAll('[data-kiosk=lang]')) button.setAttribute('aria-pressed', button.value === lang)
    if (this.rules) this.face()
  }

  // screen shows one of: start, code, name, call, done.
  screen(name) {
    this.root.dataset.screen = name
    for (const part of this.root.querySelectorAll('[data-screen]')) if (part !== this.root) part.hidden = part.dataset.screen !== name
    this.at('kiosk-code').value = this.at('kiosk-name').value = ''
    this.at('kiosk-found').replaceChildren()
    this.at('kiosk-told').textContent = ''
    if (name === 'code' || name === 'name') this.at(`kiosk-${name}`).focus()
    this.later()
  }

  // later goes back to the start by itself, in the language of the place.
  later(after = idle) {
    clearTimeout(this.timer)
    if (this.root.dataset.screen === 'start' && this.lang === this.home) return
    this.timer = setTimeout(() => this.ready(), after)
  }

  offer(typed) {
    const found = ++this.tries > triesAtMost ? [] : this.does.self(typed)
    this.at('kiosk-told').textContent = this.text(this.tries > triesAtMost ? 'kiosk_tries' : found.length ? 'kiosk_is_it' : 'kiosk_nobody')
    this.at('kiosk-found').replaceChildren(
      ...found.map((person) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', className: 'kiosk-button', value: person.id, textContent: this.text('kiosk_check_in', { name: masked(person) }) })
        button.dataset.kiosk = 'take'
        const row = document.createElement('li')
        row.append(button)
        return row
      }),
    )
  }

  ready() {
    this.root.dataset.result = ''
    this.speak(this.home)
    this.open()
    this.screen('start')
  }

  open() {
    this.root.dataset.state = 'ready'
    if (this.begun) return
    this.begun = true
    this.screen('start')
    navigator.permissions?.query({ name: 'camera' }).then((is) => is.state === 'granted' && this.startCamera()).catch(() => {})
  }

  status({ net, event, waiting, rules }) {
    this.rules = rules ?? this.rules
    this.root.dataset.net = net
    this.root.dataset.names = event.names ? 'yes' : 'no'
    this.at('kiosk-net').textContent = net === 'online' ? '' : this.text('kiosk_offline', { n: waiting })
    if (this.rules) this.face()
  }

  face() {
    this.at('kiosk-title').textContent = this.pick(this.rules.title)
    const day = new Intl.DateTimeFormat(this.lang, { dateStyle: 'full', timeZone: this.rules.time_zone }).format(Date.parse(this.rules.starts_at))
    this.at('kiosk-when').textContent = `${day} ${this.time(Date.parse(this.rules.starts_at))}–${this.time(Date.parse(this.rules.ends_at))}`
  }

  result(answer) {
    const { result, person, since } = answer
    const isGood = result === 'admitted'
    const isFine = isGood || result === 'already'
    if (isFine) this.tries = 0
    this.root.dataset.state = 'ready'
    this.root.dataset.result = isGood ? 'good' : isFine ? 'amber' : 'bad'
    this.screen('done')
    this.at('kiosk-icon').textContent = isGood ? '✓' : isFine ? '◷' : '!'
    this.at('kiosk-word').textContent = this.text(isGood ? 'kiosk_admitted' : isFine ? 'kiosk_already' : result === 'unknown' ? 'kiosk_unknown' : 'kiosk_ask')
    this.at('kiosk-person').textContent = isGood && person?.family ? this.text('kiosk_person', { name: this.name(person) }) : ''
    const told = isGood ? 'kiosk_go_in' : isFine ? 'kiosk_since' : 'kiosk_call_help'
    this.at('kiosk-tell').textContent = this.text(told, { time: since ? this.time(since) : '' })
    this.signal(result)
    this.later(restful[result] ?? idle)
  }

  // What only staff see is not shown here.
  recent() {}

  tab() {}
}
