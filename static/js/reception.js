// The reception page: camera, keyboard-wedge scanners and typed codes go through the check-in API; the forms work without this.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from 'barcode-detector/ponyfill'

import { about, lets, newScan, post, seen, trouble } from './reception/scan.js'

const root = document.getElementById('reception')
const result = document.getElementById('result')
const text = root.dataset

function element(name, className, content) {
  const node = document.createElement(name)
  if (className) node.className = className
  if (content) node.textContent = content
  return node
}

function show(answer) {
  const box = element('div', `outcome ${answer.result}`)
  box.append(element('p', 'outcome-word', answer.text))
  const person = answer.registration
  if (person) {
    box.append(element('p', 'outcome-name', person.name))
    box.append(element('p', '', about(person)))
    if (person.needs) box.append(element('p', 'outcome-needs', person.needs))
  }
  if (answer.can_undo) {
    const button = element('button', 'button secondary', text.undo)
    button.type = 'button'
    button.addEventListener('click', () => undo(answer.id, box, button))
    box.append(button)
  }
  result.replaceChildren(box)
  box.scrollIntoView({ block: 'nearest' })
  sound(answer.result)
  document.body.dispatchEvent(new Event('scanned'))
}

// A high double tone lets in, a low one asks to look.
let audio
function sound(outcome) {
  audio ??= new AudioContext()
  const good = lets(outcome)
  for (const [i, pitch] of (good ? [880, 1320] : [220, 196]).entries()) {
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
  navigator.vibrate?.(good ? 60 : [120, 60, 120])
}

// The scan keeps its id while it is tried again, so that it counts once.
async function send(scan) {
  try {
    const { results } = await post(text.api, { scans: [scan] })
    show(results[0])
  } catch (error) {
    const box = element('div', 'outcome trouble')
    box.append(element('p', 'outcome-word', trouble(error, text.offline)))
    const button = element('button', 'button', text.again)
    button.type = 'button'
    button.addEventListener('click', () => send(scan))
    box.append(button)
    result.replaceChildren(box)
    sound('trouble')
  }
}

async function undo(id, box, button) {
  button.disabled = true
  try {
    await post(`${text.api}/${encodeURIComponent(id)}/undo`)
    box.className = 'outcome undone'
    box.querySelector('.outcome-word').textContent = text.undone
    button.remove()
    document.body.dispatchEvent(new Event('scanned'))
  } catch (error) {
    button.disabled = false
    box.append(element('p', 'error', error.message))
  }
}

const scan = (what) => send(newScan(new FormData(document.getElementById('scan-form')), what))

document.getElementById('scan-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const input = document.getElementById('ticket')
  if (input.value.trim()) scan({ ticket: input.value })
  input.value = ''
  input.focus()
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

async function look(reader) {
  if (!stream) return
  if (video.readyState >= 2) {
    const [code] = await reader.detect(video).catch(() => [])
    const sight = code && seen(last, code.rawValue, Date.now())
    if (sight) last = sight.last
    if (sight?.fresh) await scan({ ticket: code.rawValue })
  }
  setTimeout(() => look(reader), 120)
}

start.addEventListener('click', async () => {
  audio ??= new AudioContext() // browsers allow sound only after a touch
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  } catch (error) {
    const box = element('div', 'outcome trouble')
    box.append(element('p', 'outcome-word', error.name === 'NotAllowedError' ? text.denied : text.nocamera))
    result.replaceChildren(box)
    return
  }
  video.srcObject = stream
  video.hidden = stop.hidden = false
  start.hidden = true
  await video.play()
  look(await detector())
})

stop.addEventListener('click', () => {
  for (const track of stream.getTracks()) track.stop()
  stream = null
  video.hidden = stop.hidden = true
  start.hidden = false
})

if (navigator.mediaDevices?.getUserMedia) document.getElementById('camera-bar').hidden = false
