// What the app shows. The page has all its words and parts; this fills them.
import { moves } from './rules.js'

const icons = { admitted: '✓', left: '→', already: '◷', not_here: '▭', trouble: '!' }
const tones = { admitted: [880, 1320], left: [880, 660], already: [520, 520], not_here: [520, 520] }
const kanaRows = ['アイウエオ', 'カキクケコ', 'サシスセソ', 'タチツテト', 'ナニヌネノ', 'ハヒフヘホ', 'マミムメモ', 'ヤユヨ', 'ラリルレロ', 'ワ']
const shownAtOnce = 100

const make = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text })

const formats = new Map() // to make one takes long, and lists have many rows
function write(at, lang, options) {
  const key = lang + JSON.stringify(options)
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(lang, options))
  return formats.get(key).format(at)
}
const clock = (at, timeZone) => write(at, 'ja', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })

export class View {
  constructor(root, slug) {
    this.root = root
    this.slug = slug
    this.lang = document.documentElement.lang
    this.row = -1
    this.kana = ''
    this.skew = 0 // of this device's clock
    this.videoAt = 'video'
    this.side = 'environment'
    this.troubleAt = 'camera-trouble'
  }

  at = (name) => this.root.querySelector(`[data-at="${name}"]`)
  text = (name, values = {}) => (this.at('words').querySelector(`[data-k="${name}"]`)?.textContent ?? name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all)
  pick = (words) => (this.lang === 'en' ? words.en || words.ja : words.ja || words.en)
  name = (p) => {
    const latin = !/[^\p{Script=Latin}\p{P}\s]/u.test(`${p.family ?? ''}${p.given ?? ''}`)
    if (!p.family && !p.given) return p.code ?? '' // a steward's device knows no names
    return (this.lang === 'en' && latin ? [p.given, p.family] : [p.family, p.given]).filter(Boolean).join(' ')
  }
  reading = (p) => [p.family_kana, p.given_kana].filter(Boolean).join(' ')
  time = (at) => clock(at, this.rules?.time_zone)

  // moment is a time, with its date where that is of another day.
  moment = (at) => {
    const date = (of) => write(of, this.lang, { month: 'short', day: 'numeric', timeZone: this.rules?.time_zone })
    return date(at) === date(Date.now() + this.skew) ? this.time(at) : `${date(at)} ${this.time(at)}`
  }

  on(does) {
    this.does = does
    this.root.addEventListener('click', (click) => this.#click(click))
    this.at('code-form').addEventListener('submit', (submit) => {
      submit.preventDefault()
      const { value } = this.at('code')
      this.at('code').value = ''
      if (value.trim()) does.take({ text: value })
    })
    this.at('pair-form').addEventListener('submit', (submit) => {
      submit.preventDefault()
      does.pair(this.at('pair-code').value)
    })
    this.at('query').addEventListener('input', () => this.find())
    this.at('import').addEventListener('change', (change) => this.#import(change.target))
    this.at('settings').addEventListener('change', () => does.setDoor(this.at('door').value, this.root.querySelector('[name=way]:checked').value))
    for (const [n, row] of kanaRows.entries()) this.at('rows').append(Object.assign(make('button', '', String.fromCharCode(row.charCodeAt(0) - 96)), { type: 'button', value: n }))
  }

  #click(click) {
    const button = click.target.closest('[data-do], [data-tab], [data-at=rows] button, [data-at=kana] button')
    if (!button) return
    if (button.dataset.tab) return this.tab(button.dataset.tab)
    if (button.parentElement === this.at('rows')) return this.#chooseRow(Number(button.value))
    if (button.parentElement === this.at('kana')) return this.#chooseKana(button.value)
    const does = {
      camera: () => this.startCamera(),
      light: async () => {
        this.lit = !this.lit
        if (!(await this.does.camera.light(this.lit))) this.say('no_light')
      },
      next: () => this.ready(),
      wipe: () => this.does.wipe(),
      undo: () => this.last && this.does.undo(this.last.scan),
      anyway: () => this.does.take(this.last.input, true),
      export: () => this.#export(),
      'turn-camera': () => this.does.facing.turn(),
      admit: () => this.does.take({ id: button.value }),
      'undo-scan': () => this.does.undo(this.scans.get(button.value)),
    }
    return does[button.dataset.do]?.()
  }

  #export() {
    const file = new Blob([this.does.exportScans()], { type: 'application/json' })
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: `scans-${this.slug}.json` })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60000)
  }

  async #import(field) {
    const [file] = field.files
    if (!file) return
    const n = await file.text().then(this.does.importScans).catch(() => -1)
    this.at('exchange-told').textContent = n < 0 ? this.text('exchange_wrong') : this.text('exchange_taken', { n })
    field.value = ''
  }

  tab(name) {
    for (const part of this.root.querySelectorAll('[data-part]')) part.hidden = part.dataset.part !== name
    for (const tab of this.root.querySelectorAll('[data-tab]')) tab.toggleAttribute('aria-current', tab.dataset.tab === name)
    this.does.facing[name === 'facing' ? 'open' : 'close']()
    if (name === 'names') this.at('query').focus()
    if (name === 'recent') this.does.recent()
    if (name === 'walkin') this.does.walkIn()
    if (name === 'inside') this.does.inside()
  }

  async startCamera() {
    this.audio ??= new AudioContext()
    try {
      await this.does.camera.start(this.at(this.videoAt), this.side)
      this.root.classList.add('has-camera')
      this.at(this.troubleAt).hidden = true
    } catch (error) {
      this.at(this.troubleAt).textContent = this.text(error.name === 'NotAllowedError' ? 'camera_denied' : 'camera_none')
      this.at(this.troubleAt).hidden = false
    }
  }

  // covered says that the camera sees nothing.
  covered(is) {
    if (is) this.say('camera_covered')
    else if (this.isCovered) this.at(this.troubleAt).hidden = true
    this.isCovered = is
  }

  say(key) {
    this.at(this.troubleAt).textContent = this.text(key)
    this.at(this.troubleAt).hidden = false
  }

  trouble(key) {
    this.at('wait').hidden = false
    this.at('wait-text').textContent = this.text(key)
  }

  pair(fault = '') {
    this.root.dataset.state = 'pair'
    this.at('pair-fault').textContent = fault
    this.at('pair-fault').hidden = !fault
  }

  wait(error) {
    this.root.dataset.state = 'wait'
    this.at('wait-text').textContent = error || this.text('no_roster')
  }

  // ready shows that the next person may come.
  ready() {
    this.root.dataset.result = ''
    this.root.removeAttribute('data-practice')
    this.at('result').hidden = true
    this.open()
  }

  // open shows the parts of the app, with the result that is there.
  open() {
    this.root.dataset.state = 'ready'
    if (!this.begun) {
      this.begun = true
      this.tab('scan')
      navigator.permissions?.query({ name: 'camera' }).then((is) => is.state === 'granted' && this.startCamera()).catch(() => {})
    }
  }

  status({ net, event, direction, waiting, counts, door, rules }) {
    this.rules = rules ?? this.rules
    this.skew = event.skew ?? 0
    this.root.dataset.way = direction
    this.root.dataset.role = event.supervises ? 'supervisor' : 'steward'
    this.root.dataset.net = net
    this.at('door-name').textContent = `${door || event.name} · ${this.text(direction)}`
    this.at('counts').textContent = counts ? this.text('counts', counts) : ''
    const key = net === 'online' ? (waiting ? 'online_waiting' : 'online') : net === 'portal' ? 'portal' : 'offline'
    this.at('net').textContent = this.text(key, { n: waiting })
    const facts = [event.name, this.text(event.supervises ? 'supervisor' : 'steward'), this.text('waiting', { n: waiting })]
    facts.push(event.heard ? this.text('heard', { time: this.time(event.heard + (event.skew ?? 0)) }) : this.text('never_heard'))
    if (Math.abs(event.skew ?? 0) > 60000) facts.push(this.text('clock_wrong', { n: Math.round(Math.abs(event.skew) / 60000) }))
    if (event.persisted !== undefined) facts.push(this.text(event.persisted ? 'kept_here' : 'evictable'))
    if (net === 'portal') facts.unshift(this.text('portal_help'))
    this.at('facts').replaceChildren(...facts.map((fact) => make('li', '', fact)))
    if (rules && this.at('door').options.length !== rules.doors.length) {
      this.at('door').replaceChildren(...rules.doors.map((d) => Object.assign(document.createElement('option'), { value: d.slug, textContent: this.pick(d.name) })))
    }
    this.at('door').closest('div').hidden = !rules?.doors.length
    if (rules) this.at('door').value = event.door || rules.doors[0]?.slug || ''
    this.root.querySelector(`[name=way][value=${direction}]`).checked = true
  }

  result(answer) {
    this.last = answer
    const { result, note, scan, person, type, since, waiting, online } = answer
    const tone = result === 'admitted' && note && note !== 'walkin' ? 'amber' : { admitted: 'good', left: 'good', already: 'amber', not_here: 'online' }[result] ?? 'bad'
    if (this.root.querySelector('[data-part=scan]').hidden) this.tab('scan')
    this.root.dataset.state = 'ready'
    this.root.dataset.result = tone
    this.root.toggleAttribute('data-practice', Boolean(answer.practice))
    this.at('practice').hidden = !answer.practice
    this.at('practice-told').textContent = answer.practice ? this.text(answer.practice.n > 1 ? 'practice_pace' : 'practice', answer.practice) : ''
    this.at('result').hidden = false
    this.at('icon').textContent = icons[result] ?? '✕'
    const word = result === 'revoked' ? 'revoked_ticket' : result
    this.at('word').textContent = this.text(note && this.at('words').querySelector(`[data-k="${result}_${note}"]`) ? `${result}_${note}` : word)
    this.at('person').textContent = person ? this.name(person) : ''
    this.at('reading').textContent = person ? this.reading(person) : ''
    this.at('about').textContent = [person?.organization, type && this.pick(type.name)].filter(Boolean).join('  ')
    const lines = []
    if (since && result === 'already') lines.push(this.text('since', { time: this.moment(since) }))
    const tell = this.at('words').querySelector(`[data-k="tell_${note || result}"]`)
    if (tell) lines.push(tell.textContent)
    if (tone === 'bad' && this.rules?.phone) lines.push(this.text('call', { phone: this.rules.phone }))
    if (answer.detail) lines.push(answer.detail)
    if (!online && scan && moves(scan)) lines.push(this.text('stored', { n: waiting }))
    this.at('tell').replaceChildren(...lines.map((line) => make('p', '', line)))
    this.#together(result === 'left' || !person || answer.practice ? [] : this.does.group(person))
    this.at('undo').hidden = !(scan && moves(scan)) || this.root.dataset.role === 'steward'
    this.at('anyway').hidden = result !== 'not_here'
    this.signal(result)
  }

  // together shows who registered together with whom was scanned, so that a family comes in at once.
  #together(others) {
    this.at('together').hidden = !others.length
    this.at('together-list').replaceChildren(
      ...others.map(({ person, here }) => {
        const row = make('li', here.inside ? 'came' : '')
        const who = make('div', '')
        who.append(make('b', '', this.name(person)))
        row.append(who, here.inside ? make('span', 'done', this.text('since', { time: this.moment(here.since) })) : this.#button('admit', person.id, this.text('admit')))
        return row
      }),
    )
  }

  signal(result) {
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(tones[result] ? 60 : [120, 60, 120])
    try {
      this.audio ??= new AudioContext()
      for (const [i, pitch] of (tones[result] ?? [220, 196]).entries()) {
        const tone = this.audio.createOscillator()
        const volume = this.audio.createGain()
        const at = this.audio.currentTime + i * 0.13
        tone.frequency.value = pitch
        volume.gain.setValueAtTime(0.2, at)
        volume.gain.exponentialRampToValueAtTime(0.001, at + 0.12)
        tone.connect(volume).connect(this.audio.destination)
        tone.start(at)
        tone.stop(at + 0.13)
      }
    } catch {
      // no sound, the rest says it, too
    }
  }

  #chooseRow(n) {
    this.row = this.row === n ? -1 : n
    this.kana = ''
    for (const [i, button] of [...this.at('rows').children].entries()) button.setAttribute('aria-pressed', i === this.row)
    const line = this.row < 0 ? '' : kanaRows[this.row]
    this.at('kana').replaceChildren(...[...line].map((k) => Object.assign(make('button', '', String.fromCharCode(k.charCodeAt(0) - 96)), { type: 'button', value: k })))
    this.find()
  }

  #chooseKana(kana) {
    this.kana = this.kana === kana ? '' : kana
    for (const button of this.at('kana').children) button.setAttribute('aria-pressed', button.value === this.kana)
    this.find()
  }

  find() {
    const query = this.at('query').value
    const found = this.does.search(query, this.row, this.kana)
    const isEmpty = !query.trim() && this.row < 0
    this.at('found-count').textContent = isEmpty ? this.text('search_help') : this.text('found', { n: found.length, open: found.filter((f) => !f.came).length })
    const list = this.at('found')
    list.replaceChildren()
    const more = () => {
      const from = list.childElementCount
      list.append(...found.slice(from, from + shownAtOnce).map((f) => this.#foundRow(f)))
      if (list.childElementCount < found.length) new IntersectionObserver((seen, watch) => seen[0].isIntersecting && (watch.disconnect(), more())).observe(list.lastElementChild)
    }
    more()
  }

  #foundRow({ person, here, came }) {
    const row = make('li', came ? 'came' : '')
    const who = make('div', '')
    who.append(make('small', '', this.reading(person)), make('b', '', this.name(person)), make('small', '', person.organization ?? ''))
    const together = this.does.group(person).length
    if (together) who.append(make('small', '', this.text('together_n', { n: together })))
    row.append(who)
    if (here.inside) row.append(make('span', 'done', this.text('since', { time: this.moment(here.since) })))
    else row.append(this.#button('admit', person.id, this.text('admit')))
    return row
  }

  #button(action, value, text) {
    const button = make('button', 'app-button', text)
    Object.assign(button, { type: 'button', value })
    button.dataset.do = action
    return button
  }

  recent(book) {
    this.scans = book.scans
    if (this.root.querySelector('[data-part=recent]').hidden) return
    const scans = [...book.scans.values()].sort((a, b) => b.at - a.at).slice(0, 200)
    this.at('recent').replaceChildren(
      ...scans.map((scan) => {
        const person = book.person(scan.person)
        const row = make('li', scan.undone ? 'undone' : '')
        const who = make('div', '')
        const states = [this.time(scan.at), scan.others ? scan.by : '', this.text(scan.undone ? 'undone' : scan.result === 'revoked' ? 'revoked_ticket' : scan.result)]
        if (!scan.sent && moves(scan)) states.push(this.text('not_sent'))
        if (scan.undoRefused) states.push(this.text('undo_refused', { why: scan.undoRefused }))
        who.append(make('b', '', person ? this.name(person) : this.text('nobody')), make('small', '', states.filter(Boolean).join(' · ')))
        row.append(make('span', `app-mark ${moves(scan) ? 'good' : ''}`, icons[scan.result] ?? '✕'), who)
        if (moves(scan) && !scan.undone) row.append(this.#button('undo-scan', scan.id, this.text('undo')))
        return row
      }),
    )
  }
}
