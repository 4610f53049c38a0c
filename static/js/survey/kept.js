// What was filled into a survey and not sent yet.
const days = 30

// fill puts back what was kept, [[name, value], …].
export function fill(elements, pairs) {
  for (const element of elements) {
    const values = pairs.filter(([name]) => name === element.name).map(([, value]) => value)
    if (element.type === 'checkbox' || element.type === 'radio') {
      if (values.length > 0 || element.type === 'checkbox') element.checked = values.includes(element.value)
    } else if (element.name && element.type !== 'hidden' && values.length > 0) element.value = values[0]
  }
}

// isFresh says that something is what we kept, and not so long ago that nobody comes back for it.
export function isFresh(kept, now) {
  return Array.isArray(kept?.pairs) && now - kept.at < days * 86_400_000
}

// together are the answers of a page, and those kept of fields that are on other pages.
export function together(before, typed, names) {
  return [...before.filter(([name]) => !names.includes(name)), ...typed]
}
