// How time that is left is written.

// clock writes seconds as 0:48. Nothing is left after the end.
export function clock(seconds) {
  const left = Math.max(Math.ceil(seconds), 0)
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}

// minutesLeft are whole minutes, the one that has begun counted.
export function minutesLeft(seconds) {
  return Math.max(Math.ceil(seconds / 60), 0)
}
