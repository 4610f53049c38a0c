// What becomes of the times when rows are moved. A row is {start, minutes}, in minutes since any midnight.

// moved is a list with one item at another place.
export function moved(list, from, to) {
  const copy = [...list]
  copy.splice(to, 0, ...copy.splice(from, 1))
  return copy
}

// reflow gives the starts of rows in their new order, so that the agenda keeps its gaps: what follows a row begins as long after its end
// as before, and what ran beside it still does. Where a time is missing nothing changes.
export function reflow(rows, from, to) {
  const after = moved(rows, from, to)
  if (rows.some(({ start, minutes }) => Number.isNaN(start) || Number.isNaN(minutes))) return after.map(({ start }) => start)
  const starts = after.map(({ start }) => start)
  const first = Math.min(from, to)
  const last = Math.max(from, to)
  starts[first] = rows[first].start
  for (let i = first + 1; i <= last; i++) {
    const gap = rows[i].start - (rows[i - 1].start + rows[i - 1].minutes)
    starts[i] = gap < 0 ? starts[i - 1] + rows[i].start - rows[i - 1].start : starts[i - 1] + after[i - 1].minutes + gap
  }
  return starts
}

// later are the places of the rows that "move everything from here" moves: those of the same day that begin then or later.
export function later(rows, index) {
  const { day, start } = rows[index]
  return rows.flatMap((row, i) => (row.day === day && row.start >= start ? [i] : []))
}
