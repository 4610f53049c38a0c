// A recording in the record of an event: HLS plays, and who came by their own link is counted while it is seen.
const video = document.querySelector('video[data-hls]')
if (video?.dataset.player) import(video.dataset.player).then(({ play }) => play(video, document.getElementById('hls-fault')))

const player = document.querySelector('[data-beat-to]')
const isSeen = () => document.visibilityState === 'visible' && !(video?.paused)
if (player) {
  setInterval(() => {
    if (isSeen()) fetch(player.dataset.beatTo, { method: 'POST', signal: AbortSignal.timeout(10000) }).catch(() => {})
  }, player.dataset.beat * 1000)
}
