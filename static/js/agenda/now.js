// stateOf is where a session stands at a time in seconds: over, on, or ''. A cancelled one (off) is never on.
export function stateOf(session, seconds) {
  if (seconds >= Number(session.until)) return 'over'
  return session.off || seconds < Number(session.from) ? '' : 'on'
}

// nextOf are the sessions that start next, together: no breaks (pause), and not cancelled.
export function nextOf(sessions, seconds) {
  const coming = sessions.filter((s) => !s.off && !s.pause && Number(s.from) > seconds)
  const first = Math.min(...coming.map((s) => Number(s.from)))
  return coming.filter((s) => Number(s.from) === first)
}

// placeOf are the classes of a place in the grid: one for each digit of the minutes.
export function placeOf(minutes) {
  return [`t1-${minutes % 10}`, `t2-${Math.floor(minutes / 10) % 10}`, `t3-${Math.floor(minutes / 100)}`]
}

// clock is the time of day in a zone, as in 09:05.
export function clock(seconds, zone) {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(seconds * 1000)
}
