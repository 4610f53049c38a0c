// picked is the text in the reader's language, or in the other one.
export const picked = (ja, en, lang) => (lang === 'ja' ? ja || en : en || ja) || ''

const lang = (document) => document.documentElement.lang

// isNewest reports whether a list shows the newest voices of all topics first, so that a new one belongs on top.
export function isNewest(search) {
  const query = new URLSearchParams(search)
  return query.get('order') === 'newest' && !query.get('theme') && !query.get('session') && (query.get('page') ?? '1') === '1'
}

// showVoice shows what became of a voice: a new one on top of the newest, or as a count of what there is to read.
export function showVoice(document, said) {
  const shown = document.getElementById(`voice-${said.id}`)
  if (said.gone) return shown?.remove()
  if (shown) {
    shown.classList.toggle('voice-pinned', !!said.pinned)
    return
  }
  const list = document.querySelector('#voice-list .voice-list')
  if (list && isNewest(document.defaultView.location.search)) list.prepend(made(document, said))
  else countFresh(document, said.id)
}

function made(document, said) {
  const row = document.getElementById('voice-made').content.cloneNode(true).firstElementChild
  row.id = `voice-${said.id}`
  const slot = (name) => row.querySelector(`[data-slot="${name}"]`)
  slot('text').textContent = said.text
  slot(said.kind === 'question' ? 'opinion' : 'question').remove()
  slot('name').textContent = picked(said.name_ja, said.name_en, lang(document))
  slot('topic').textContent = picked(said.topic_ja, said.topic_en, lang(document))
  const votes = slot('votes')
  votes.textContent = said.votes
  votes.dataset.liveNumber = `votes:${said.id}`
  return row
}

const fresh = new Set()

function countFresh(document, id) {
  fresh.add(id)
  const place = document.getElementById('voice-fresh')
  const link = place.querySelector('a')
  if (place.hidden) link.addEventListener('click', () => { place.hidden = true; fresh.clear() }, { once: true })
  place.hidden = false
  link.textContent = place.dataset.text.replace('{n}', fresh.size)
}
