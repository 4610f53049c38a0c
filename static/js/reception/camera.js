// The camera: it reads codes until it is stopped, and says of each once that it is there.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from 'barcode-detector/ponyfill'

import { detect } from './scan.js'

export class Camera {
  constructor(wasm, found) {
    this.wasm = wasm
    this.found = found
    this.last = { text: '', at: 0 }
  }

  async start(video) {
    if (this.stream) return
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } })
    video.srcObject = this.stream
    await video.play()
    this.detector ??= await this.#detector()
    this.#read(video)
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop()
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

  async #read(video) {
    if (!this.stream) return
    if (video.readyState >= 2 && !document.hidden) {
      const [code] = await this.detector.detect(video).catch(() => [])
      const detected = code && detect(this.last, code.rawValue, Date.now())
      if (detected) this.last = detected.last
      if (detected?.isNew) await this.found(code.rawValue)
    }
    setTimeout(() => this.#read(video), 80)
  }
}
