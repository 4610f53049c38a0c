// words are what the page says of a heartbeat's answer; none means that the network gave no answer.
export function words(response, texts) {
  if (response?.ok) return texts.here
  return response?.status === 409 ? texts.closed : texts.lost
}

// sessionsAt are the sessions that are on at a time in seconds; what was cancelled (off) is not on.
export function sessionsAt(sessions, seconds) {
  return sessions.filter((s) => seconds >= Number(s.from) && seconds < Number(s.until) && !s.off)
}

// oneLine is a text as a screen reader should say it.
export const oneLine = (text) => text.trim().replace(/\s+/g, ' ')
