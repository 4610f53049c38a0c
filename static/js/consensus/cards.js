// What keys and movements say to a card.
const keys = { ArrowLeft: 'disagree', ArrowDown: 'unsure', ArrowRight: 'agree' }

export const stanceOfKey = (key) => keys[key]

// far is how many pixels a card is moved before it counts.
const far = 70

// leaning is what a card says that is moved so far: only sideways, as down scrolls.
export function leaning(x, y) {
  if (Math.abs(x) < far || Math.abs(x) < 1.5 * Math.abs(y)) return undefined
  return x > 0 ? 'agree' : 'disagree'
}

export const timeLeft = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
