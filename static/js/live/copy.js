// copyFrom copies the field that a pressed button names, and says so on the button.
export async function copyFrom(target, document, { clipboard }) {
  const button = target.closest('[data-copy]')
  if (!button || !clipboard) return
  await clipboard.writeText(document.getElementById(button.dataset.copy).value)
  button.textContent = button.dataset.done
}
