// Polls load themselves anew. What somebody is about to choose or to write stays until they have sent it.

// isBusy reports whether somebody is in the middle of an answer.
export function isBusy(polls, active) {
  if (polls.querySelector('[data-changing], details[open] form:focus-within')) return true
  if (polls.contains(active) && active.matches('input[type="text"], textarea, select')) return true
  for (const item of polls.querySelectorAll('input:checked')) if (!item.hasAttribute('data-own')) return true
  return [...polls.querySelectorAll('form select')].some((list) => !list.selectedOptions[0]?.defaultSelected && list.selectedIndex > 0)
}

// takeNumbers takes only the numbers of a page that came.
function takeNumbers(polls, text) {
  const fresh = new DOMParser().parseFromString(text, 'text/html')
  for (const place of polls.querySelectorAll('[data-live-number]')) {
    const now = fresh.querySelector(`[data-live-number="${CSS.escape(place.dataset.liveNumber)}"]`)
    if (now) place.textContent = now.textContent
  }
}

export function followPolls(document) {
  document.addEventListener('htmx:before:swap', (event) => {
    const { sourceElement: polls, text } = event.detail.ctx
    if (polls.id !== 'polls' || !isBusy(polls, document.activeElement)) return
    event.preventDefault()
    takeNumbers(polls, text)
  })
  setInterval(() => {
    for (const item of document.querySelectorAll('.poll [data-clock]')) {
      const left = Math.max(Math.ceil(item.dataset.clock - Date.now() / 1000), 0)
      item.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
    }
  }, 500)
}
