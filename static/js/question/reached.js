// Tells the server in which parts of a form something was filled in: each part once, when the page is left. What was told
// stands in a field of the form and goes with it, so that a form shown again is not counted twice, without a cookie.

// partOf is the part that a field belongs to: a question of the event, a named part, or '' for none.
export function partOf(name, part) {
  if (name?.startsWith('q_')) return name.split('.')[0]
  return name === 'sessions' ? 'sessions' : (part ?? '')
}

// news are the parts that were not told before, in the order in which they were reached.
export function news(reached, told) {
  const known = told.split(' ')
  return [...reached].filter((part) => part && !known.includes(part))
}

export function tellReached(form) {
  const reached = new Set()
  form.addEventListener('input', ({ target }) => reached.add(partOf(target.name, target.closest('[data-part]')?.dataset.part)))
  const tell = () => {
    const field = form.elements.reached
    const parts = news(reached, field.value)
    if (!parts.length) return
    const type = [...form.elements].find((one) => one.name === 'ticket_type' && (one.checked || one.type === 'hidden'))
    const body = new URLSearchParams({ ticket_type: type?.value ?? '', parts: parts.join(' '), first: String(!field.value) })
    if (navigator.sendBeacon(form.dataset.reached, body)) field.value = [field.value, ...parts].join(' ').trim()
  }
  // Before what is sent is read, so that it says what was told; and when the page is left or put away.
  form.addEventListener('submit', tell)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && tell())
  window.addEventListener('pagehide', tell)
}
