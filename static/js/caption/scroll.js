// A box follows the newest line, unless its reader scrolled back. It is looked up each time: a part of the page may have
// been exchanged.

// isAtEnd says whether the end of a box is in sight, with a line for what was added.
export const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 80

// follow returns what to call after lines were added.
export function follow(document) {
  let follows = true
  const find = () => document.querySelector('[data-caption-box]')
  const tell = () => {
    const newest = document.querySelector('[data-caption-newest]')
    if (newest) newest.hidden = follows
  }
  const moved = () => {
    const box = find()
    if (box && follows) box.scrollTop = box.scrollHeight
    tell()
  }
  document.addEventListener('scroll', ({ target }) => {
    if (target !== find()) return
    follows = isAtEnd(target)
    tell()
  }, { capture: true, passive: true })
  document.addEventListener('click', ({ target }) => {
    if (!target.closest('[data-caption-newest]')) return
    follows = true
    moved()
    find().focus({ preventScroll: true })
  })
  addEventListener('resize', moved)
  return moved
}
