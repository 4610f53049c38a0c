// A postal code fills the beginning of the address, unless something else stands there. The codes are on our own server; without a script,
// or where it does not answer, people type the address.

// digits are the seven digits of a code as people type it, full-width or with a hyphen; '' for anything else.
export function digits(typed) {
  const code = typed.normalize('NFKC').replace(/[〒\s‐−ー–-]/g, '')
  return /^\d{7}$/.test(code) ? code : ''
}

// begins reports whether an address may be filled in: it is empty, or what was filled in before.
export function begins(address, filled) {
  return address.trim() === '' || address === filled
}

async function fill(group, code, address) {
  try {
    const answer = await fetch(`${group.dataset.address}/${code}`)
    const { address: found } = await answer.json()
    if (!found || !begins(address.value, group.dataset.filled)) return
    address.value = group.dataset.filled = found
  } catch {
    // people type it
  }
}

// fillAddresses follows what is typed into a form.
export function fillAddresses(form) {
  form.addEventListener('input', (event) => {
    const group = event.target.closest('[data-address]')
    if (!group) return
    const [code, address] = group.querySelectorAll('input')
    const typed = digits(code.value)
    if (event.target === code && typed) fill(group, typed, address)
  })
}
