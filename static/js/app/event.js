// What the page of an event shows only where it can: the reader's own time, and sharing.

const inJapanese = new Intl.DateTimeFormat('ja', { timeZone: 'UTC', weekday: 'short' })

// dateTime writes day and time as the server does (app/service/i18n/format.go): 9月20日（土） 13:00 or Sat, 20 Sep, 13:00.
const dateTime = (at, timeZone, lang) => {
  const written = new Intl.DateTimeFormat('en', {
    timeZone, year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).formatToParts(at)
  const part = Object.fromEntries(written.map(({ type, value }) => [type, value]))
  const noon = new Date(Date.UTC(part.year, part.month - 1, part.day, 12))
  const day = lang === 'ja'
    ? `${part.month}月${part.day}日（${inJapanese.format(noon)}）`
    : `${part.weekday}, ${part.day} ${new Intl.DateTimeFormat('en', { timeZone: 'UTC', month: 'short' }).format(noon)},`
  return { day, time: `${part.hour}:${part.minute}` }
}

// ownSpan is a time on the reader's clock, or '' where the event's clock shows the same.
export const ownSpan = (from, until, eventZone, lang, ownZone) => {
  const [start, end] = [dateTime(from, ownZone, lang), dateTime(until, ownZone, lang)]
  const [theirStart, theirEnd] = [dateTime(from, eventZone, lang), dateTime(until, eventZone, lang)]
  const same = (a, b) => a.day === b.day && a.time === b.time
  if (same(start, theirStart) && same(end, theirEnd)) return ''
  if (start.day === end.day) return `${start.day} ${start.time}–${end.time}`
  return `${start.day} ${start.time} – ${end.day} ${end.time}`
}

export const showOwnTimes = (page) => {
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  for (const note of page.querySelectorAll('[data-own-time]')) {
    const { from, until, zone } = note.dataset
    const span = ownSpan(new Date(from), new Date(until), zone, page.documentElement.lang, ownZone)
    if (!span) continue
    note.querySelector('time').textContent = `${span} (${ownZone})`
    note.hidden = false
  }
}

export const offerSharing = (page, navigator) => {
  const box = page.querySelector('.share')
  if (!box) return
  const field = box.querySelector('input')
  const other = box.querySelector('[data-share]')
  const copy = box.querySelector('[data-copy]')
  if (navigator.share) {
    other.hidden = false
    // Whoever closes the choice of apps has changed their mind.
    other.firstElementChild.onclick = () => navigator.share({ title: box.dataset.shareTitle, url: field.value }).catch(() => {})
  }
  if (!navigator.clipboard) return
  copy.hidden = false
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      box.querySelector('[data-copy-status]').textContent = copy.dataset.copied
    } catch {
      field.select() // to copy it by the keys
    }
  }
}
