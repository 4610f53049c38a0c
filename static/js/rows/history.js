// What rows were before each change. A state is what take() returns; put() brings one back.
const most = 50

export function history(take, put) {
  const states = []
  let current = take()
  return {
    // note remembers what was before the change that has just been made.
    note() {
      states.push(current)
      if (states.length > most) states.shift()
      current = take()
    },
    undo() {
      const before = states.pop()
      if (before === undefined) return false
      put(before)
      current = take()
      return true
    },
    get empty() {
      return states.length === 0
    },
  }
}
