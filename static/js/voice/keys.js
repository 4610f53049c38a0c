// The keys that work while a voice has the focus, and nowhere else (WCAG 2.1.4).

// isTyping reports whether keys belong to a field.
export const isTyping = (target) => /^(input|textarea|select)$/i.test(target.tagName)

// next is the index of the row to which a key leads from another, or -1 if the key leads nowhere.
export function next(key, at, count) {
  if (key === 'j') return at + 1 < count ? at + 1 : -1
  return key === 'k' ? at - 1 : -1
}
