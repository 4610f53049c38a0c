// Two phones face each other: each shows its scans as codes that change, and reads those of the other. With the cameras at their backs one reads after the other.
import { encode } from 'uqr'

import { Camera } from './camera.js'
import { squeeze, unsqueeze } from './exchange.js'
import { hashOf, Receiver, Sender } from './fountain.js'

// each is how long a code is shown: a camera of 30 pictures a second must have seen all of it once.
const each = 100
const version = 15
const border = 4
const troubleFor = 4000

export class Facing {
  // exportScans is the text of the scans of this phone, importScans takes that of another one and returns how many were new, count how many there are.
  constructor(view, wasm, { eventID, exportScans, importScans, count }) {
    Object.assign(this, { view, eventID, exportScans, importScans, count, side: 'user' })
    this.camera = new Camera(wasm, (text) => this.#read(text), () => {}, 0)
  }

  async open() {
    const { at, text } = this.view
    this.scanner = this.view.does.camera
    this.wasScanning = Boolean(this.scanner.stream)
    this.scanner.stop()
    if (!('CompressionStream' in window)) return this.#fault('facing_old')
    Object.assign(this, { isOpen: true, isDone: false, got: 0, mine: this.count(), receiver: new Receiver(this.eventID()) })
    for (const name of ['told', 'fault']) at(`facing-${name}`).textContent = ''
    at('facing-fault').hidden = true
    at('facing-mine').textContent = text('facing_scans', { n: this.mine })
    at('facing-theirs').textContent = '–'
    at('facing-end').textContent = text('facing_stop')
    this.#progress()
    const bytes = await squeeze(this.exportScans())
    this.sender = new Sender(this.eventID(), bytes, this.mine)
    this.hash = hashOf(bytes)
    if (!this.isOpen) return
    clearInterval(this.showing)
    this.showing = setInterval(() => this.#show(), each)
    await this.#look()
  }

  close() {
    if (!this.isOpen) return
    this.isOpen = false
    clearInterval(this.showing)
    this.camera.stop()
    if (this.wasScanning) this.view.startCamera()
  }

  // turn takes the other camera.
  async turn() {
    this.side = this.side === 'user' ? 'environment' : 'user'
    this.view.at('facing-how').textContent = this.view.text(this.side === 'user' ? 'facing_how' : 'facing_how_back')
    this.camera.stop()
    await this.#look()
  }

  async #look(isAgain = false) {
    try {
      await this.camera.start(this.view.at('facing-video'), this.side)
      if (!this.isOpen) this.camera.stop()
    } catch (error) {
      if (error.name === 'NotReadableError' && !isAgain) { // the one before is not closed yet
        await new Promise((done) => setTimeout(done, 500))
        return this.#look(true)
      }
      this.#fault(error.name === 'NotAllowedError' ? 'camera_denied' : 'camera_none')
    }
  }

  // show draws the next code. Its squares are below a tenth of a degree, which flicker harms nobody (WCAG 2.3.1).
  #show() {
    if (document.hidden) return
    const { data, size } = encode(this.sender.next(this.got), { ecc: 'M', minVersion: version, border, boostEcc: false })
    const canvas = this.view.at('facing-code')
    if (canvas.width !== size) canvas.width = canvas.height = size
    const picture = new ImageData(size, size)
    new Uint32Array(picture.data.buffer).set(data.flat().map((dark) => (dark ? 0xff000000 : 0xffffffff)))
    canvas.getContext('2d').putImageData(picture, 0, 0)
  }

  async #read(text) {
    if (!this.isOpen || this.isDone) return
    const { is, bytes } = this.got ? { is: 'more' } : this.receiver.take(text)
    if (this.got) this.#acknowledged(text)
    if (is !== 'more' && is !== 'done') return this.#trouble(`facing_${is}`)
    this.view.at('facing-fault').hidden = true
    this.#progress()
    if (is === 'done') await this.#merge(bytes)
  }

  async #merge(bytes) {
    const fresh = await this.importScans(await unsqueeze(bytes)).catch(() => -1)
    if (fresh < 0) {
      this.receiver.forget()
      return this.#trouble('facing_damaged')
    }
    this.got = this.receiver.hash
    this.both = this.receiver.scans - fresh
    this.fresh = fresh
    navigator.vibrate?.(60)
    this.#tell('facing_got', { n: fresh })
    this.#end()
  }

  // acknowledged looks whether the other phone has everything, too.
  #acknowledged(text) {
    const receiver = new Receiver(this.eventID())
    if (receiver.take(text).is.match(/more|done/)) this.receiver.got = receiver.got
    this.#end()
  }

  #end() {
    if (this.receiver.got !== this.hash) return
    this.isDone = true
    this.view.at('facing-end').textContent = this.view.text('facing_end')
    this.#tell('facing_same', { n: this.mine + this.fresh, both: this.both })
  }

  #progress() {
    const { count, scans, rows } = this.receiver
    const n = this.got ? count : rows.size
    Object.assign(this.view.at('facing-progress'), { max: count || 1, value: n })
    this.view.at('facing-read').textContent = this.view.text(count ? 'facing_read' : 'facing_none', { n, all: count })
    if (count) this.view.at('facing-theirs').textContent = this.view.text('facing_scans', { n: scans })
  }

  #tell(key, values) {
    this.view.at('facing-told').textContent = this.view.text(key, values)
  }

  // trouble says what was read instead, until something better comes, and not for each picture.
  #trouble(key) {
    this.#fault(key)
    clearTimeout(this.calm)
    this.calm = setTimeout(() => (this.view.at('facing-fault').hidden = true), troubleFor)
  }

  #fault(key) {
    const fault = this.view.at('facing-fault')
    if (fault.hidden || fault.dataset.key !== key) fault.textContent = this.view.text(key)
    fault.dataset.key = key
    fault.hidden = false
  }
}
