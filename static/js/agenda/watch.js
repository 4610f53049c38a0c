// Pages that show the agenda ask for its number while they are in sight, and fetch themselves anew where it grew: what was
// moved or cancelled shows on them without a reload.
const every = 20000

async function numberAt(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10000) })
  return answer.ok ? (await answer.text()).trim() : undefined
}

// refresh replaces the parts of the page that show sessions by what they are now.
async function refresh() {
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(10000) })
  if (!answer.ok) return false
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-agenda-part]')) {
    const next = fresh.getElementById(part.id)
    if (next) part.replaceChildren(...document.importNode(next, true).childNodes)
  }
  document.dispatchEvent(new CustomEvent('agenda-changed'))
  return true
}

const watched = document.querySelector('[data-agenda-version]')
if (watched) {
  let known = watched.dataset.version
  setInterval(async () => {
    if (document.visibilityState !== 'visible') return
    const number = await numberAt(watched.dataset.agendaVersion).catch(() => undefined)
    if (!number || number === known) return
    if (known === undefined || (await refresh().catch(() => false))) known = number
  }, every)
}
