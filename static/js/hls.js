// Plays a stream in HLS and says what becomes of it; a page loads it where there is one.
import Hls from 'hls.js/light'
import { after, begin, textOf } from './live/stream.js'

// play plays the stream of a video. fault is its notice: with a text of each state, or with one of its own for a stream
// that does not come.
export function play(video, fault) {
  const texts = fault.dataset
  const words = fault.querySelector('[data-state]')
  const load = Hls.isSupported() ? byScript(video, tell, !!words) : byBrowser(video, tell)
  let state = begin()
  let timer
  let plays = false // also through a load, which stops a video

  function show() {
    const text = textOf(state, Number.parseFloat(texts.expectedAt), Date.now() / 1000)
    fault.hidden = words ? !text : state.name !== 'waiting' && state.name !== 'stalled'
    if (words && text && words.textContent !== texts[text]) words.textContent = texts[text]
  }
  // A browser may load nothing until somebody plays: that is no fault.
  const isDue = () => !(state.loading && video.paused && !plays)
  function schedule() {
    clearTimeout(timer)
    if (state.wait) timer = setTimeout(() => isDue() && tell('due'), state.wait * 1000)
  }
  function tell(event) {
    const before = state
    state = after(state, event, Math.random())
    if (state === before) return
    if (state.loading) {
      plays ||= !video.paused
      load()
    }
    if (event === 'arrives' && plays && video.paused) video.play().catch(() => {})
    schedule()
    show()
  }

  const hear = (event, names, holds = () => true) => names.forEach((name) => video.addEventListener(name, () => holds() && tell(event)))
  hear('arrives', ['loadedmetadata', 'playing'])
  hear('moves', ['timeupdate', 'pause'])
  hear('dries', ['waiting', 'stalled'], () => !video.paused)
  hear('ends', ['ended'])
  video.addEventListener('pause', () => (plays = false))
  video.addEventListener('play', () => state.loading && schedule())
  addEventListener('online', () => fault.hidden || tell('again'))
  fault.querySelector('[data-again]')?.addEventListener('click', () => tell('again'))
  show()
  schedule()
  load()
}

// byScript is how hls.js loads a stream. Where ends, a stream that was closed and cannot be had any more has ended.
function byScript(video, tell, ends) {
  const stream = new Hls({ enableWorker: false })
  let isLive = true
  stream.on(Hls.Events.LEVEL_LOADED, (_, { details }) => (isLive = details.live))
  stream.on(Hls.Events.ERROR, (_, { fatal }) => fatal && tell(ends && !isLive ? 'ends' : 'fails'))
  stream.attachMedia(video)
  return () => {
    isLive = true
    stream.loadSource(video.dataset.hls)
  }
}

// byBrowser is how a browser loads that plays HLS itself, as Safari does.
function byBrowser(video, tell) {
  video.addEventListener('error', () => tell('fails'))
  return () => {
    video.src = video.dataset.hls
    video.load()
  }
}
