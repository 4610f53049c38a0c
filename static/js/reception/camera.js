// The camera: it reads codes until it is stopped, and says of each once that it is there.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from 'barcode-detector/ponyfill'

import { detect } from './scan.js'

const end = (stream) => stream?.getTracks().forEach((track) => track.stop())

export class Camera {
  // found is called with the text of each code, covered with whether the camera sees nothing at all; it rests for some milliseconds between two looks.
  constructor(wasm, found, covered, rest = 80) {
    Object.assign(this, { wasm, found, covered, rest })
    this.last = { text: '', at: 0 }
    this.round = 0
  }

  // start switches on the camera at the back, or with 'user' the one beside the screen.
  async start(video, facingMode = 'environment') {
    if (this.stream) return
    const round = ++this.round
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode, width: { ideal: 1280 } } })
    if (round !== this.round) return end(stream) // it was stopped, or begun anew, before it was there
    video.srcObject = this.stream = stream
    await video.play()
    this.detector ??= await this.#detector()
    this.#read(video, round)
  }

  stop() {
    this.round++
    end(this.stream)
    this.stream = null
  }

  // light turns the lamp on or off, and reports whether there is one.
  async light(on) {
    const [track] = this.stream?.getVideoTracks() ?? []
    if (!track?.getCapabilities?.().torch) return false
    await track.applyConstraints({ advanced: [{ torch: on }] })
    return true
  }

  async #detector() {
    if ('BarcodeDetector' in window && (await window.BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
      return new window.BarcodeDetector({ formats: ['qr_code'] })
    }
    prepareZXingModule({ overrides: { locateFile: (name, prefix) => (name.endsWith('.wasm') ? this.wasm : prefix + name) } })
    return new Ponyfill({ formats: ['qr_code'] })
  }

  // look tells once a second whether there is anything to see: something covers the camera for three.
  #look(video) {
    if (Date.now() - (this.lookedAt ?? 0) < 1000) return
    this.lookedAt = Date.now()
    this.canvas ??= Object.assign(document.createElement('canvas'), { width: 16, height: 12 }).getContext('2d', { willReadFrequently: true })
    this.canvas.drawImage(video, 0, 0, 16, 12)
    const green = this.canvas.getImageData(0, 0, 16, 12).data.filter((_, i) => i % 4 === 1)
    const sees = Math.max(...green) - Math.min(...green) > 12
    this.blind = sees ? 0 : (this.blind ?? 0) + 1
    this.covered(this.blind >= 3)
  }

  async #read(video, round) {
    if (round !== this.round) return
    if (video.readyState >= 2 && !document.hidden) {
      this.#look(video)
      const [code] = await this.detector.detect(video).catch(() => [])
      const detected = code && detect(this.last, code.rawValue, Date.now())
      if (detected) this.last = detected.last
      if (detected?.isNew) await this.found(code.rawValue)
    }
    setTimeout(() => this.#read(video, round), this.rest)
  }
}
