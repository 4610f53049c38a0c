// Times of day as minutes since midnight. The server reads more forms; what is not read here is left as it is.

const half = { 午後: 12, pm: 12, 午前: 0, am: 0 }

// parseClock reads 13:00, 13時, 午後1時半 or 1:00 PM, in any width. It is NaN for anything else.
export function parseClock(typed) {
  const text = typed.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  const found = /^(午前|午後|am|pm)?(\d{1,2})(?::(\d{1,2})|時(半|\d{1,2})?分?)?(am|pm)?$/.exec(text)
  if (!found || !/[:時apm前後]/.test(text)) return NaN
  const [, before, hour, colon, kanji, after] = found
  const noon = half[before ?? after]
  const minutes = kanji === '半' ? 30 : Number(colon ?? kanji ?? 0)
  const hours = noon === undefined ? Number(hour) : (Number(hour) % 12) + noon
  return minutes < 60 && hours < 30 ? hours * 60 + minutes : NaN
}

// formatClock writes 13:00; a time after midnight begins anew.
export function formatClock(minutes) {
  const inDay = ((minutes % 1440) + 1440) % 1440
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`
}

// parseLength reads 10, 10分 or 1時間30分, or the time at which something ends that begins at start.
export function parseLength(typed, start) {
  const text = typed.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  const found = /^(?:(\d+)時間)?(?:(\d{1,4})(?:分|min)?)?$/.exec(text)
  if (found && text) return Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0)
  return (parseClock(text) - start + 1440) % 1440
}

// dayNumber is a date as a number of days, so that times on several days can be compared.
export const dayNumber = (date) => Math.round(Date.parse(`${date}T00:00Z`) / 86_400_000)

// dateOf is the date of a number of days.
export const dateOf = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10)
