// The captions that a page has: finished lines, and what is being typed.

// draftTime is for how long what is being typed is shown after it was heard of last, in milliseconds: who types may be
// cut off. most is how many lines are kept.
export const draftTime = 12_000
const most = 300
// answerTime is how long an answer of the server may be under way.
export const answerTime = 5000

// createLines keeps lines by their id, whatever order they arrive in. A line is { id, seat, at, text, version }; while it
// is typed its version is 0.
export function createLines() {
  const lines = new Map()
  const drop = (isOld) => {
    for (const [id, line] of lines) if (isOld(line)) lines.delete(id)
  }
  return {
    // take takes lines that arrived. What is older than what is known changes nothing.
    take(list, now) {
      for (const line of list) {
        const known = lines.get(line.id)
        if (known && line.version < known.version) continue
        const at = line.version === 0 && known ? known.at : line.at
        lines.set(line.id, { ...line, at, heard: now })
      }
    },
    // reset takes the last finished lines of the server in place of those that are known from then on. What is typed
    // stays, and what arrived while the server answered.
    reset(list, now) {
      const first = list[0]?.at ?? -Infinity
      drop((line) => line.version > 0 && line.text !== '' && line.at >= first && now - line.heard > answerTime)
      this.take(list, now)
    },
    // shown are the lines to show, by the time at which they began to be typed.
    shown(now) {
      drop((line) => line.version === 0 && now - line.heard > draftTime)
      const sorted = [...lines.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      for (const line of sorted.slice(0, -most)) lines.delete(line.id)
      return sorted.slice(-most).filter((line) => line.text !== '')
    },
    get: (id) => lines.get(id),
  }
}
