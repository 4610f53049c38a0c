// checked is for how long after a part was heard of a check of it tells nothing new, in milliseconds.
const checked = 20_000

// told sorts the changes of a message: those that bring what is new, and the names of the parts for which the page asks.
// heard has when each part was heard of last, and is brought up to date.
export function told({ changes = [] }, heard, now) {
  const brought = []
  const asked = new Set()
  for (const change of changes) {
    const fresh = now - (heard.get(change.part) ?? -Infinity) < checked
    if (change.check && fresh) continue
    heard.set(change.part, now)
    if (change.data || change.numbers) brought.push(change)
    else asked.add(change.part)
  }
  return { brought, asked: [...asked] }
}

// isBehind says whether something changed since the page was made, with a second for clocks that differ.
export const isBehind = (madeAt, last) => last > 0 && last >= madeAt - 1000

// base is the address of a transport: of the web socket with its own scheme.
export function endpoints(path, { protocol, host }) {
  const socket = `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}${path}/websocket`
  return [
    { transport: 'websocket', endpoint: socket },
    { transport: 'http_stream', endpoint: `${protocol}//${host}${path}/http_stream` },
    { transport: 'sse', endpoint: `${protocol}//${host}${path}/sse` },
  ]
}

// later calls do for each key once, after a time by chance up to most: pages that all ask at once would be a crowd.
// A key that waits already waits on.
export function later(do_, most, random = Math.random, wait = setTimeout) {
  const waiting = new Set()
  return (key) => {
    if (waiting.has(key)) return
    waiting.add(key)
    wait(() => {
      waiting.delete(key)
      do_(key)
    }, random() * most)
  }
}
