// The point to click on: of a link or button, the head of a folded part, a field or a choice, by its words, or of a CSS selector.
// It is null while there is none, and while something covers it.
(kind, words) => {
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim()
  const wanted = squeeze(words)
  const labelOf = (label) => squeeze([...label.childNodes].find((node) => squeeze(node.textContent))?.textContent ?? '')
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
  const named = (elements, name) => {
    const list = [...elements].filter(seen)
    return list.find((e) => name(e) === wanted) ?? list.find((e) => name(e).startsWith(wanted))
  }
  const find = {
    button: () => named(document.querySelectorAll('a[href], button'), (e) => squeeze(e.textContent)),
    fold: () => named(document.querySelectorAll('summary'), (e) => squeeze(e.textContent)),
    field: () => named(document.querySelectorAll('label:not(.choice)'), labelOf)?.control,
    choice: () => named(document.querySelectorAll('label.choice'), (e) => squeeze(e.textContent)),
    css: () => [...document.querySelectorAll(words)].find(seen),
  }
  const element = find[kind]()
  if (!element) return null
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
  const box = element.getClientRects()[0]
  if (!box) return null
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const top = document.elementFromPoint(at.x, at.y)
  return top && (element.contains(top) || top.contains(element)) ? at : null
}
