// What rows were before they were saved, kept in the browser's tab, so that a saved change can be undone.
import { addLine } from './lines.js'

const inTab = (path) => `rows-before:${path}`

export function remember(rows) {
  const path = location.pathname
  const isSaved = document.querySelector('.notice.success')
  const hasFaults = document.getElementById('form-errors')
  const kept = sessionStorage.getItem(inTab(path))
  if (!hasFaults && !isSaved) sessionStorage.removeItem(inTab(path))
  const page = rows.text()
  rows.form.addEventListener('submit', () => {
    if (!hasFaults) sessionStorage.setItem(inTab(rows.form.dataset.home ?? path), page)
  })
  const button = rows.form.querySelector('[data-do="restore"]')
  if (!button || !isSaved || !kept) return
  button.hidden = false
  button.addEventListener('click', () => {
    restore(rows, JSON.parse(kept))
    button.hidden = true
  })
}

// restore puts back values, adds rows that were deleted, and marks those that were added. It is stored only when the form is sent.
export function restore(rows, pairs) {
  const keys = pairs.filter(([name]) => name === 'row').map(([, key]) => key)
  const byName = Map.groupBy ? Map.groupBy(pairs, ([name]) => name) : group(pairs)
  for (const row of rows.rows) {
    if (!keys.includes(row.dataset.row) && 'stored' in row.dataset) {
      rows.field(row, 'delete').checked = true
      rows.showDeleted(row)
    }
  }
  for (const key of keys) {
    let row = rows.rows.find((r) => r.dataset.row === key)
    const isNamed = ['title_ja', 'title_en', 'name_ja', 'name_en'].some((name) => byName.get(`${name}.${key}`)?.[0][1])
    if (!row && !isNamed) continue
    if (!row) {
      row = rows.make(key)
      rows.list.prepend(row)
    }
    fillRow(rows, row, key, byName)
  }
  for (const key of keys) { // in the order that they had
    const row = rows.rows.find((r) => r.dataset.row === key)
    if (row) rows.list.append(row)
  }
  for (const row of rows.rows) if (rows.isBlank(row)) rows.list.append(row)
  rows.note()
  rows.say('restored')
}

function group(pairs) {
  const groups = new Map()
  for (const pair of pairs) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair])
  return groups
}

function fillRow(rows, row, key, byName) {
  const keep = ['version', 'was', 'delete']
  for (const [name, values] of byName) {
    const [field, of] = name.split('.')
    if (of !== key || keep.includes(field)) continue
    const inputs = () => row.querySelectorAll(`[name="${name}"]`)
    const box = inputs()[0]?.closest('[data-lines]')
    while (box && inputs().length < values.length) addLine(box)
    inputs().forEach((input, i) => {
      if (input.type !== 'checkbox') input.value = values[i]?.[1] ?? ''
    })
  }
  for (const box of row.querySelectorAll('input[type="checkbox"]')) {
    if (!keep.includes(box.name.split('.')[0])) box.checked = byName.has(box.name)
  }
}
