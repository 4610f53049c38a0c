// What the page of an event shows only where it can: the reader's own time, and sharing.

// ownSpan is a time on the reader's clock, or '' where the event's clock shows the same.
export const ownSpan = (from, until, eventZone, lang, ownZone) => {
  const clock = (timeZone, at) => new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  if (clock(eventZone, from) === clock(ownZone, from) && clock(eventZone, until) === clock(ownZone, until)) return ''
  const shown = { timeZone: ownZone, month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return new Intl.DateTimeFormat(lang, shown).formatRange(from, until)
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
