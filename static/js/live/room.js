// statusText is the text about the response to a heartbeat, which is undefined where there was none.
export function statusText(response, texts) {
  if (response?.ok) return texts.here
  return response?.status === 409 ? texts.closed : texts.lost
}

// sessionsAt are the sessions at a time in seconds, without cancelled ones (off).
export function sessionsAt(sessions, seconds) {
  return sessions.filter((s) => seconds >= Number(s.from) && seconds < Number(s.until) && !s.off)
}

// oneLine is a text without line breaks, for screen readers.
export const oneLine = (text) => text.trim().replace(/\s+/g, ' ')
