// Finished lines wait in the browser until the server says that it has them: across a lost connection, a closed page and
// a machine that is started again.

// createQueue keeps lines under a key of a storage as localStorage is one. Several pages may share it.
export function createQueue(storage, key) {
  let memory = []
  const read = () => {
    try {
      const list = JSON.parse(storage.getItem(key) ?? 'null')
      return Array.isArray(list) ? list : memory
    } catch {
      return memory
    }
  }
  const write = (list) => {
    memory = list
    try { storage.setItem(key, JSON.stringify(list)) } catch { /* full or refused: it is kept while the page is open */ }
  }
  return {
    add: (line) => write([...read(), line]),
    // pending are the lines to send, refused those that the server does not take as they are.
    pending: () => read().filter((line) => !line.why),
    refused: () => read().filter((line) => line.why),
    acknowledge: (ids) => write(read().filter((line) => !ids.includes(line.id))),
    refuse: (id, why) => write(read().map((line) => (line.id === id ? { ...line, why } : line))),
  }
}

// asForm is how lines are sent. Clocks differ, so that a line has its age.
export function asForm(seat, lines, now) {
  const form = new URLSearchParams({ seat })
  for (const line of lines) {
    form.append('id', line.id)
    form.append('text', line.text)
    form.append('age', String(Math.max(0, Math.round(now - line.at))))
    form.append('session', line.session ?? '')
  }
  return form
}

// split cuts what was typed into lines that the server takes, after a sentence where that is possible.
export function split(text, most) {
  const lines = []
  let rest = [...text.replace(/\s+/g, ' ').trim()]
  while (rest.length > most) {
    const end = rest.slice(0, most).findLastIndex((c) => '。．！？!?、,. '.includes(c))
    const cut = end > most / 3 ? end + 1 : most
    lines.push(rest.slice(0, cut).join('').trim())
    rest = rest.slice(cut)
  }
  lines.push(rest.join('').trim())
  return lines.filter(Boolean)
}
