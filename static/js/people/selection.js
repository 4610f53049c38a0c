// countOf is how many boxes are ticked.
export const countOf = (boxes) => boxes.filter((box) => box.checked).length

// stateOf tells whether none, some or all of the boxes are ticked.
export const stateOf = (boxes) => {
  const n = countOf(boxes)
  if (n === 0) return 'none'
  return n === boxes.length ? 'all' : 'some'
}
