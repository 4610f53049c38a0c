// Lets the reception's app start without a network. The server writes the list of its files, self.assets, before this.
const name = 'meguri-reception-1'
const limit = 3000 // a network that hangs is worse than none

const kinds = { js: 'javascript', css: 'css', wasm: 'wasm', svg: 'svg' }

// isGood reports whether an answer is really the file: a network that asks to sign in answers 200 to everything.
const isGood = (response, address) =>
  response.ok && !response.redirected && (response.headers.get('Content-Type') ?? '').includes(kinds[address.split('.').pop()] ?? '?')

async function keep(cache, address) {
  if (await cache.match(address)) return
  const response = await fetch(address)
  if (!isGood(response, address)) throw new Error(`not ours: ${address}`)
  await cache.put(address, response)
}

// A page of another version needs other files: it is kept by the worker of its version alone, so that what is kept always opens.
const needed = self.assets.filter((address) => /\.(js|css)$/.test(address))

async function keepPage(cache, pathname, response) {
  const text = await response.clone().text()
  const fits = response.ok && needed.every((address) => text.includes(address))
  if (fits) await cache.put(pathname, response.clone())
  return fits
}

// renew brings the pages of all events that are kept to this version: the files that they name are about to go.
async function renew(cache) {
  for (const request of await cache.keys()) {
    const url = new URL(request.url)
    if (!isShell(url)) continue
    const response = await fetch(url.pathname)
    if (!response.headers.get('Meguri-Version') || response.status >= 500) throw new Error(`not ours: ${url.pathname}`)
    if (!response.ok) await cache.delete(request)
    else if (!(await keepPage(cache, url.pathname, response))) throw new Error(`of another version: ${url.pathname}`)
  }
}

async function install() {
  const cache = await caches.open(name)
  await Promise.all(self.assets.map((address) => keep(cache, address)))
  await renew(cache)
  await self.skipWaiting()
}

self.addEventListener('install', (event) => event.waitUntil(install()))

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.open(name).then(async (cache) => {
      for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url)
        if (pathname.startsWith('/static/') && !self.assets.includes(pathname)) await cache.delete(request)
      }
      await self.clients.claim()
    }),
  )
})

const isShell = ({ pathname }) => /^\/reception\/[^/]+\/$/.test(pathname)

// page asks the network first, and shows what is kept where it is away, hangs, or answers with something else.
async function page(request) {
  const cache = await caches.open(name)
  const { pathname } = new URL(request.url)
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(limit) })
    if (!response.headers.get('Meguri-Version')) throw new Error('not ours')
    await keepPage(cache, pathname, response)
    return response
  } catch (error) {
    const kept = await cache.match(pathname)
    if (kept) return kept
    throw error
  }
}

// The page that registered this came without it.
self.addEventListener('message', (message) => {
  const url = new URL(message.data, self.location.origin)
  if (isShell(url)) message.waitUntil(page(new Request(url)).catch(() => {}))
})

async function file(request) {
  const cache = await caches.open(name)
  return (await cache.match(request)) ?? fetch(request)
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (event.request.mode === 'navigate' && isShell(url)) event.respondWith(page(event.request))
  else if (url.pathname.startsWith('/static/')) event.respondWith(file(event.request))
})
