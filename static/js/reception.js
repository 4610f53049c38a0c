// The reception's page sends scans of the camera, of barcode readers and of typed codes to the API. Without it the forms work.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from 'barcode-detector/ponyfill'

import { detect, errorText, isPositive, newScan, post, slots } from './reception/scan.js'

const root = document.getElementById('reception')
const result = document.getElementById('result')
const text = root.dataset

const blank = document.getElementById('outcome').content

// draw shows an outcome: it fills a copy of the blank one in the page.
function draw(answer) {
  const box = blank.firstElementChild.cloneNode(true)
  const parts = slots(answer)
  box.className = `outcome ${answer.result}`
  box.querySelector('[name=id]').value = answer.id ?? ''
  for (const node of box.querySelectorAll('[data-slot]')) node.textContent = parts[node.dataset.slot]
  for (const node of box.querySelectorAll('[data-show]')) node.hidden = !parts[node.dataset.show]
  result.replaceChildren(box)
  return box
}

function show(answer) {
  draw(answer).scrollIntoView({ block: 'nearest' })
  sound(answer.result)
  document.body.dispatchEvent(new Event('scanned'))
}

// Two high tones mean that the attendee may pass, two low ones that they may not.
let audio
function sound(outcome) {
  audio ??= new AudioContext()
  const positive = isPositive(outcome)
  for (const [i, pitch] of (positive ? [880, 1320] : [220, 196]).entries()) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    const at = audio.currentTime + i * 0.13
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.2, at)
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.12)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + 0.13)
  }
  navigator.vibrate?.(positive ? 60 : [120, 60, 120])
}

// A repeated request has the same id, so that the scan counts once.
async function send(scan) {
  try {
    const { results } = await post(text.api, { scans: [scan] })
    show(results[0])
  } catch (error) {
    const button = document.createElement('button')
    Object.assign(button, { type: 'button', className: 'button', textContent: text.again })
    button.addEventListener('click', () => send(scan))
    draw({ result: 'trouble', text: errorText(error, text.offline) }).append(button)
    sound('trouble')
  }
}

async function undo(form) {
  const box = form.parentElement
  const button = form.querySelector('button')
  button.disabled = true
  try {
    await post(`${text.api}/${encodeURIComponent(new FormData(form).get('id'))}/undo`)
    box.className = 'outcome undone'
    box.querySelector('.outcome-word').textContent = text.undone
    form.remove()
    document.body.dispatchEvent(new Event('scanned'))
  } catch (error) {
    button.disabled = false
    const message = document.createElement('p')
    Object.assign(message, { className: 'error', textContent: error.message })
    box.append(message)
  }
}

const scan = (content) => send(newScan(new FormData(document.getElementById('scan-form')), content))

document.getElementById('scan-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const input = document.getElementById('ticket')
  if (input.value.trim()) scan({ ticket: input.value })
  input.value = ''
  input.focus()
})

result.addEventListener('submit', (event) => {
  event.preventDefault()
  undo(event.target)
})

document.getElementById('found').addEventListener('submit', (event) => {
  event.preventDefault()
  scan({ registration_id: new FormData(event.target).get('registration_id') })
})

// The camera.
const video = document.getElementById('camera')
const start = document.getElementById('camera-start')
const stop = document.getElementById('camera-stop')
let stream
let last = { text: '', at: 0 }

async function detector() {
  if ('BarcodeDetector' in window && (await window.BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
    return new window.BarcodeDetector({ formats: ['qr_code'] })
  }
  prepareZXingModule({ overrides: { locateFile: (name, prefix) => (name.endsWith('.wasm') ? text.wasm : prefix + name) } })
  return new Ponyfill({ formats: ['qr_code'] })
}

async function readCamera(reader) {
  if (!stream) return
  if (video.readyState >= 2) {
    const [code] = await reader.detect(video).catch(() => [])
    const detected = code && detect(last, code.rawValue, Date.now())
    if (detected) last = detected.last
    if (detected?.isNew) await scan({ ticket: code.rawValue })
  }
  setTimeout(() => readCamera(reader), 120)
}

start.addEventListener('click', async () => {
  audio ??= new AudioContext() // browsers allow sound only after a touch
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  } catch (error) {
    draw({ result: 'trouble', text: error.name === 'NotAllowedError' ? text.denied : text.nocamera })
    return
  }
  video.srcObject = stream
  video.hidden = stop.hidden = false
  start.hidden = true
  await video.play()
  readCamera(await detector())
})

stop.addEventListener('click', () => {
  for (const track of stream.getTracks()) track.stop()
  stream = null
  video.hidden = stop.hidden = true
  start.hidden = false
})

if (navigator.mediaDevices?.getUserMedia) document.getElementById('camera-bar').hidden = false
