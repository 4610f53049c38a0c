// stepped is the number of the column that a key leads to from another, of n; undefined for other keys.
export const stepped = (key, from, n) =>
  ({ ArrowLeft: Math.max(0, from - 1), ArrowRight: Math.min(n - 1, from + 1), Home: 0, End: n - 1 })[key]
