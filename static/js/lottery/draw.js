// Draws the lots of a published record again: the second program beside app/service/draw, written apart from it, so that a
// fault of one is seen by the other. testdata/vectors.json of that package holds both to the same answers.

const encoder = new TextEncoder()
const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
const hash = async (text) => hex(await sha256(encoder.encode(text)))
// Codes are compared by bytes, never by the rules of a language.
const byCode = (a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)

export const seal = (secret) => hash('meguri-lottery-seal-1\n' + secret)

export function listHash(list) {
  const lines = [['meguri-lottery-list-1']]
  for (const r of list.rules ?? []) lines.push(['rule', r.kind, r.group ?? '', r.places ?? 0])
  for (const t of list.types ?? []) lines.push(['type', t.slug, t.places, ...(t.clashes?.length ? [t.clashes.join(',')] : [])])
  for (const e of [...(list.entries ?? [])].sort(byCode)) {
    lines.push(['entry', e.code, e.size, (e.class ?? []).join('.'), (e.groups ?? []).join(','), (e.wishes ?? []).join(','), e.team ?? '', e.rank ?? 0])
  }
  return hash(lines.map((parts) => parts.join('\t') + '\n').join(''))
}

export function seedOf(record) {
  const secrets = (record.parties ?? []).map((p) => (p.secret ?? '') + '\n').join('')
  return hash('meguri-lottery-seed-1\n' + record.list_hash + '\n' + secrets + (record.dice ?? '') + '\n')
}

// An endless row of random numbers of 64 bits; they do not fit into a Number.
class Stream {
  constructor(seed) {
    this.bytes = new Uint8Array(40)
    this.bytes.set(seed.match(/../g).map((pair) => parseInt(pair, 16)))
    this.view = new DataView(this.bytes.buffer)
    this.block = 0n
    this.queue = []
  }

  async next() {
    if (this.queue.length === 0) {
      this.view.setBigUint64(32, this.block++)
      const sum = new DataView((await sha256(this.bytes)).buffer)
      for (let i = 0; i < 32; i += 8) this.queue.push(sum.getBigUint64(i))
    }
    return this.queue.shift()
  }

  async below(n) {
    const whole = 1n << 64n
    const limit = whole - (whole % BigInt(n))
    for (;;) {
      const drawn = await this.next()
      if (drawn < limit) return Number(drawn % BigInt(n))
    }
  }
}

function compareClasses(a, b) {
  const [first, second] = [a.class ?? [], b.class ?? []]
  for (let i = 0; i < Math.min(first.length, second.length); i++) if (first[i] !== second[i]) return first[i] - second[i]
  return first.length - second.length
}

async function orderOf(entries, seed) {
  const order = [...entries].sort(byCode)
  const random = new Stream(seed)
  for (let i = order.length - 1; i > 0; i--) {
    const j = await random.below(i + 1)
    ;[order[i], order[j]] = [order[j], order[i]]
  }
  order.sort(compareClasses)
  // What a team says of its own holds within the turns that they drew, and within a class.
  const turns = new Map()
  order.forEach((e, i) => {
    if (!e.team) return
    const key = (e.class ?? []).join('.') + '\n' + e.team
    turns.set(key, [...(turns.get(key) ?? []), i])
  })
  for (const places of turns.values()) {
    const team = places.map((i) => order[i]).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    places.forEach((at, i) => (order[at] = team[i]))
  }
  return order
}

export async function draw(list, seed) {
  const order = await orderOf(list.entries ?? [], seed)
  const free = new Map((list.types ?? []).map((t) => [t.slug, t.places]))
  const clashes = new Map((list.types ?? []).map((t) => [t.slug, new Set(t.clashes ?? [])]))
  const limit = (list.rules ?? []).find((r) => r.kind === 'limit')?.places ?? 1
  const turn = (e) => {
    const won = []
    const seen = []
    for (const wish of e.wishes ?? []) {
      if (won.length >= limit) break
      const left = free.get(wish) ?? 0
      seen.push(left)
      if (left < e.size || won.some((one) => one === wish || clashes.get(wish)?.has(one))) continue
      free.set(wish, left - e.size)
      won.push(wish)
    }
    return { code: e.code, type: won[0] ?? '', more: won.slice(1), free: seen, by: '' }
  }
  const results = []
  const had = new Set()
  for (const rule of list.rules ?? []) {
    if (rule.kind !== 'reserve') continue
    let left = rule.places ?? 0
    for (const e of order) {
      if (had.has(e.code) || e.size > left || !(e.groups ?? []).includes(rule.group)) continue
      const result = turn(e)
      if (!result.type) continue
      result.by = rule.group
      left -= e.size
      had.add(e.code)
      results.push(result)
    }
  }
  for (const e of order) if (!had.has(e.code)) results.push(turn(e))
  return results
}

const same = (a, b) => a.code === b.code && a.type === (b.type ?? '') && a.by === (b.by ?? '') && a.free.join() === (b.free ?? []).join() && a.more.join() === (b.more ?? []).join()

// verify returns the names of what in a record is not so: list, seal, seed, results; nothing where everything is.
export async function verify(record) {
  const faults = []
  if ((await listHash(record.list)) !== record.list_hash) faults.push('list')
  for (const p of record.parties ?? []) {
    if (p.missing && !p.secret) continue
    if ((await seal(p.secret ?? '')) !== p.seal) faults.push('seal')
  }
  const seed = await seedOf(record)
  if (seed !== record.seed) faults.push('seed')
  const results = await draw(record.list, seed)
  const given = record.results ?? []
  if (results.length !== given.length || results.some((r, i) => !same(r, given[i]))) faults.push('results')
  return faults
}
