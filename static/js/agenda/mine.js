// What was marked on this device: an object of sessions by id. Nothing here touches a page, so that it can be tested.

// read is what is stored under a key; anything else than an object is nothing.
export function read(store, key) {
  try {
    const value = JSON.parse(store.getItem(key) ?? '{}')
    return value && typeof value === 'object' && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}

// toggle marks a session, or takes the mark back.
export function toggle(marked, session) {
  const { [session.id]: was, ...rest } = marked
  return was ? rest : { ...rest, [session.id]: session }
}

// inOrder lists what was marked by time.
export function inOrder(marked) {
  return Object.values(marked).sort((a, b) => a.from - b.from || a.until - b.until)
}

// nextOf is the first that is not over and takes place.
export function nextOf(marked, seconds) {
  return inOrder(marked).find((s) => !s.off && s.until > seconds)
}

// due are the sessions of which to remind: they begin in less than five minutes, and nobody was told yet.
export function due(list, seconds, told) {
  return list.filter((s) => !s.off && s.from > seconds && s.from - seconds <= 300 && !told.has(`${s.id} ${s.from}`))
}
