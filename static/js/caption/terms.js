// Names and terms of the event, offered while one types.

const folded = (text) => text.normalize('NFKC').toLowerCase().replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))

// longest is how much of the end of what was typed is looked at, least how much of a term must be typed.
const longest = 12
const least = 2

// match finds the terms that begin with the end of what was typed, by their text or reading: { text, typed }, typed being
// how many characters of the end they replace. The most that was typed comes first.
export function match(terms, text, most = 5) {
  const end = [...text].slice(-longest)
  const found = new Map()
  for (let length = end.length; length >= least; length--) {
    const typed = folded(end.slice(-length).join(''))
    if (/^\s/.test(typed)) continue
    for (const term of terms) {
      if (found.has(term.text) || folded(term.text) === typed && end.slice(-length).join('') === term.text) continue
      if (folded(term.text).startsWith(typed) || folded(term.reading).startsWith(typed)) found.set(term.text, { text: term.text, typed: length })
    }
  }
  return [...found.values()].slice(0, most)
}

// insert replaces the end of what was typed by a term.
export const insert = (text, { text: term, typed }) => [...text].slice(0, -typed).join('') + term
