// Draws the lots of a published record again in this browser, and says whether it comes to the same.
import { verify } from './lottery/draw.js'

const button = document.getElementById('lottery-verify')
const says = document.getElementById('lottery-verified')

async function check() {
  says.className = ''
  says.textContent = says.dataset.busy
  try {
    const response = await fetch(button.dataset.record)
    if (!response.ok) throw new Error(response.status)
    const faults = await verify(await response.json())
    says.textContent = faults.length === 0 ? says.dataset.ok : [...new Set(faults)].map((fault) => says.dataset[fault]).join(' ')
    says.className = `notice ${faults.length === 0 ? 'success' : 'error'}`
  } catch {
    says.textContent = says.dataset.failed
    says.className = 'notice error'
  }
}

// Hashing needs a safe context.
if (button && globalThis.crypto?.subtle) {
  button.hidden = false
  button.addEventListener('click', check)
}
