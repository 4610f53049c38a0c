// A box follows the newest line, unless its reader scrolled back.

// isAtEnd says whether the end of a box is in sight, with a line for what was added.
export const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 80

export function follow(document) {
  const box = document.querySelector('[data-caption-box]')
  if (!box) return undefined
  const newest = document.querySelector('[data-caption-newest]')
  let follows = true
  const toEnd = () => { box.scrollTop = box.scrollHeight }
  const moved = () => {
    if (follows) toEnd()
    if (newest) newest.hidden = follows
  }
  box.addEventListener('scroll', () => {
    follows = isAtEnd(box)
    if (newest) newest.hidden = follows
  }, { passive: true })
  newest?.addEventListener('click', () => {
    follows = true
    moved()
    box.focus({ preventScroll: true })
  })
  new ResizeObserver(moved).observe(box)
  return { moved }
}
