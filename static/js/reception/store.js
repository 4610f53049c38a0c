// What the app keeps on the device: `events` has one row an event (token, key, when it was last heard of), `chunks` the encrypted list of people, `scans` a row for each scan.
import { openDB } from 'idb'

export const chunkSize = 200

export const open = (name = 'meguri-reception') =>
  openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('events', { keyPath: 'slug' })
      db.createObjectStore('chunks', { keyPath: ['slug', 'n'] })
      db.createObjectStore('scans', { keyPath: 'id' }).createIndex('slug', 'slug')
    },
  })

const ofEvent = (slug) => IDBKeyRange.bound([slug], [slug, []])

// newKey can be used here and never be read, also not by a script of ours.
export const newKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

async function seal(key, people) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(people)))
  return { iv, data }
}

// writePeople stores the chunks that changed, and all of them where dirty is nothing.
export async function writePeople(db, slug, key, people, dirty) {
  const numbers = dirty ?? Array.from({ length: Math.ceil(people.length / chunkSize) }, (_, n) => n)
  const sealed = []
  for (const n of numbers) sealed.push({ slug, n, ...(await seal(key, people.slice(n * chunkSize, (n + 1) * chunkSize))) })
  const tx = db.transaction('chunks', 'readwrite')
  if (!dirty) tx.store.delete(ofEvent(slug))
  for (const chunk of sealed) tx.store.put(chunk)
  await tx.done
}

export async function readPeople(db, slug, key) {
  const people = []
  for (const { iv, data } of await db.getAll('chunks', ofEvent(slug))) {
    people.push(...JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data))))
  }
  return people
}

// forget deletes the list of people: its key first, without which the rest cannot be read. Scans stay until they are sent.
export async function forget(db, event) {
  const { key, rules, since, ...rest } = event
  await db.put('events', rest)
  await db.delete('chunks', ofEvent(event.slug))
  return rest
}

export const scansOf = (db, slug) => db.getAllFromIndex('scans', 'slug', slug)

// writeScans comes back once the scans are on the disk, as far as the browser can tell.
export async function writeScans(db, scans) {
  const tx = db.transaction('scans', 'readwrite', { durability: 'strict' })
  for (const scan of scans) tx.store.put(scan)
  await tx.done
}
