// Keeps what is filled into a named or confidential survey on the server, so that it goes on at another device.
const pause = 1500
const retry = 15000

export function start() {
  const form = document.querySelector('form[data-draft]')
  if (!form) return
  const state = document.querySelector('[data-draft-state]')
  let timer = 0
  let isSent = false

  const body = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => name !== 'step' && typeof value === 'string'))
  const later = (wait) => {
    clearTimeout(timer)
    if (!isSent) timer = setTimeout(save, wait)
  }
  async function save() {
    timer = 0
    try {
      const answer = await fetch(form.dataset.draft, { method: 'POST', body: body(), signal: AbortSignal.timeout(10000) })
      state.textContent = answer.ok ? state.dataset.saved : ''
      if (answer.ok) document.querySelector('button[form=survey-clear]').hidden = false
    } catch {
      state.textContent = state.dataset.unsaved
      later(retry)
    }
  }
  form.addEventListener('input', () => later(pause))
  form.addEventListener('change', () => later(pause))
  form.addEventListener('submit', () => { isSent = true; clearTimeout(timer) })
  // Who leaves the page in the midst of a pause loses nothing.
  addEventListener('pagehide', () => {
    if (timer && !isSent) navigator.sendBeacon(form.dataset.draft, body())
  })
}
