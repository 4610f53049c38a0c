// Cells of a spreadsheet that are pasted into the rows. The server reads them, and answers with the page that has them; they can be undone.
export function pasteable(rows) {
  const { form } = rows
  const fold = form.querySelector('[data-paste-rows]')
  if (!fold) return
  const text = fold.querySelector('textarea')
  const send = async () => {
    const data = new FormData(form)
    data.set('do', 'paste')
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data) })
    const list = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form[data-rows] [data-list]')
    if (!list) return false
    rows.replace([...list.children])
    text.value = ''
    fold.open = false
    return true
  }
  form.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text') ?? ''
    if (!event.target.matches('.cells :is(input, textarea)') || !/[\t\n]/.test(pasted.trim())) return
    event.preventDefault()
    text.value = pasted
    send()
  })
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'paste') return
    event.preventDefault()
    send().then((isDone) => { if (!isDone) text.focus() })
  })
}
