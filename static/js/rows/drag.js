// Moving an item of a list by its grip, with a mouse, a pen or a finger. moved(item, from, to) makes the move once the item is let go.
export function draggable(root, grip, item, moved) {
  let dragged = null
  let start = 0
  const siblings = (node) => [...node.parentElement.children].filter((other) => other.matches(item))
  const end = (keep) => {
    if (!dragged) return
    const node = dragged
    dragged = null
    node.classList.remove('dragged')
    const to = siblings(node).indexOf(node)
    // It went there in steps: put it back, so that the move is one.
    const others = siblings(node).filter((other) => other !== node)
    start >= others.length ? others.at(-1)?.after(node) : others[start].before(node)
    if (keep && to !== start) moved(node, start, to)
  }
  root.addEventListener('pointerdown', (event) => {
    const handle = event.target.closest(grip)
    if (!handle || event.button > 0) return
    event.preventDefault()
    handle.focus()
    handle.setPointerCapture(event.pointerId)
    dragged = handle.closest(item)
    start = siblings(dragged).indexOf(dragged)
    dragged.classList.add('dragged')
  })
  root.addEventListener('pointermove', (event) => {
    if (!dragged) return
    const over = siblings(dragged).find((other) => {
      const { top, bottom } = other.getBoundingClientRect()
      return other !== dragged && event.clientY >= top && event.clientY <= bottom
    })
    if (!over) return
    const { top, height } = over.getBoundingClientRect()
    event.clientY > top + height / 2 ? over.after(dragged) : over.before(dragged)
  })
  root.addEventListener('pointerup', () => end(true))
  root.addEventListener('pointercancel', () => end(false))
  root.addEventListener('keydown', (event) => event.key === 'Escape' && end(false))
}
