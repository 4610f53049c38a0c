// The queue of moderators takes in what arrived and lets go what others decided, under nobody's hands: the rows that are
// there stay as they are.

// merged says which rows of the queue go, and which of the fresh ones come, by their ids. isBusy tells of a row whether
// the moderator is on it: then it stays.
export function merged(present, fresh, isBusy) {
  const wanted = new Set(fresh)
  const known = new Set(present)
  return { go: present.filter((id) => !wanted.has(id) && !isBusy(id)), come: fresh.filter((id) => !known.has(id)) }
}
