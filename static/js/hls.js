// Plays a stream in HLS; the room's page loads it where there is one.
import Hls from 'hls.js/light'

// play plays the stream of a video, and says where it waits for it.
export function play(video, fault) {
  const address = video.dataset.hls
  if (video.canPlayType('application/vnd.apple.mpegurl') && !Hls.isSupported()) {
    video.src = address
    return
  }
  const stream = new Hls({ enableWorker: false })
  stream.on(Hls.Events.MANIFEST_PARSED, () => (fault.hidden = true))
  stream.on(Hls.Events.ERROR, (_, { fatal }) => {
    if (!fatal) return
    fault.hidden = false
    setTimeout(() => stream.loadSource(address), 5000) // late, or dead for a while
  })
  stream.loadSource(address)
  stream.attachMedia(video)
}
