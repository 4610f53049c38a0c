// What becomes of a stream: it starts, is waited for, plays, stalls or ends. Nothing here knows a player or a clock.

// How many seconds a gap may last, and a try to load may take, until somebody is told.
const gap = 6
const patience = 20
const longestPause = 60

// pauseAfter is how many seconds pass after so many tries that failed: 3, 6, 12, 24, 48, then 60. random (0 to 1) spreads
// the phones of a whole audience by a quarter.
export function pauseAfter(tries, random) {
  return Math.min(longestPause, 3 * 2 ** (tries - 1)) * (0.75 + random / 2)
}

// begin is the state of a stream that is asked for: in wait seconds (0: never) it is 'due'. seen: it has played here.
export const begin = () => ({ name: 'starting', loading: true, seen: false, tries: 0, wait: patience })

const failed = (state, random) => {
  const tries = state.tries + 1
  return { ...state, name: state.seen ? 'stalled' : 'waiting', loading: false, tries, wait: pauseAfter(tries, random) }
}

const steps = {
  arrives: (state) => ({ ...state, name: 'playing', loading: false, seen: true, tries: 0, wait: 0 }),
  moves: (state) => (state.name === 'gap' ? steps.arrives(state) : state),
  dries: (state) => (state.name === 'playing' ? { ...state, name: 'gap', wait: gap } : state),
  fails: (state, random) => (state.name === 'ended' || (state.wait && !state.loading && state.name !== 'gap') ? state : failed(state, random)),
  ends: (state) => ({ ...state, name: 'ended', loading: false, wait: 0 }),
  due(state, random) {
    if (state.loading) return failed(state, random)
    return { ...state, name: state.name === 'gap' ? 'stalled' : state.name, loading: true, wait: patience }
  },
  again: (state) => ({ ...begin(), seen: state.seen, name: state.name === 'ended' ? 'starting' : state.name }),
}

// after is the state after something happened: arrives, moves, dries, fails, ends, due, or again, which a person asks for.
// Where it begins loading, the player loads.
export const after = (state, event, random) => steps[event](state, random)

// textOf is the name of the text that says a state, '' for none. expected is when the stream should be there, in seconds,
// or NaN.
export function textOf({ name }, expected, seconds) {
  if (name === 'playing' || name === 'gap') return ''
  if (name !== 'waiting' || Number.isNaN(expected)) return name
  return seconds < expected ? 'expected' : 'late'
}
