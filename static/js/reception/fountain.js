// What is too long for one QR code goes as many, of which any enough will do: first its blocks in order, then sums of random halves of them, without an end. Whoever
// reads begins when they like, and what they miss does not matter: as many codes as there are blocks, and two or three more, are the whole.

const prefix = 'MX1:'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const headSize = 20
const seeds = 65536

// blockSize fills a QR code of version 15 with correction M: 77 squares a side, which a camera of 640 × 480 still reads.
export const blockSize = 376

// toBase45 is RFC 9285: what QR codes hold best, and every reader hands on as it is.
export function toBase45(bytes) {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length
    let value = isPair ? bytes[i] * 256 + bytes[i + 1] : bytes[i]
    for (let n = isPair ? 3 : 2; n > 0; n--, value = Math.floor(value / 45)) text += digits[value % 45]
  }
  return text
}

// fromBase45 is null for what is none.
export function fromBase45(text) {
  const bytes = []
  for (let i = 0; i < text.length; i += 3) {
    const part = [...text.slice(i, i + 3)].map((letter) => digits.indexOf(letter))
    const value = part.reduceRight((sum, digit) => sum * 45 + digit, 0)
    const size = part.length - 1
    if (part.includes(-1) || !size || value >= 256 ** size) return null
    if (size === 2) bytes.push(value >> 8)
    bytes.push(value & 255)
  }
  return Uint8Array.from(bytes)
}

// hashOf names some bytes by 32 bits (FNV-1a): it finds what was read wrong, not who means harm.
export function hashOf(bytes) {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

const nameOf = (eventID) => hashOf(new TextEncoder().encode(eventID))

// mixOf lists the blocks that are summed in the code with a seed: one, or about half of them.
function mixOf(seed, count) {
  if (seed < count) return [seed]
  let state = seed
  const random = () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const mix = Array.from({ length: count }, (_, n) => n).filter(() => random() & 1)
  return mix.length ? mix : [seed % count]
}

function add(sum, other) {
  for (let i = 0; i < sum.length; i++) sum[i] ^= other[i]
  return sum
}

// Sender makes the codes of some bytes, one after the other.
export class Sender {
  constructor(eventID, bytes, scans) {
    this.event = nameOf(eventID)
    this.hash = hashOf(bytes)
    this.length = bytes.length
    this.scans = scans
    this.count = Math.max(1, Math.ceil(bytes.length / blockSize))
    this.blocks = Array.from({ length: this.count }, (_, n) => {
      const block = new Uint8Array(blockSize)
      block.set(bytes.subarray(n * blockSize, (n + 1) * blockSize))
      return block
    })
    this.seed = 0
  }

  // next is the text of the next code. got is the hash of what this side has received, 0 for nothing.
  next(got = 0) {
    const code = new Uint8Array(headSize + blockSize)
    const head = new DataView(code.buffer)
    for (const [n, value] of [this.event, this.hash, got, this.length].entries()) head.setUint32(4 * n, value)
    head.setUint16(16, Math.min(this.scans, 65535))
    head.setUint16(18, this.seed)
    for (const n of mixOf(this.seed, this.count)) add(code.subarray(headSize), this.blocks[n])
    this.seed = (this.seed + 1) % seeds
    return prefix + toBase45(code)
  }
}

const most = 1_000_000

// Receiver takes codes until it has everything.
export class Receiver {
  constructor(eventID) {
    this.event = nameOf(eventID)
    this.forget()
  }

  forget() {
    Object.assign(this, { hash: 0, count: 0, scans: 0, got: 0, rows: new Map(), seen: new Set() })
  }

  // take reads a code. It returns what that is: 'foreign', 'other_event', 'more', 'damaged' (then it begins anew) or 'done', with the bytes.
  take(text) {
    const code = text.startsWith(prefix) ? fromBase45(text.slice(prefix.length)) : null
    if (code?.length !== headSize + blockSize) return { is: text.startsWith(prefix) ? 'damaged' : 'foreign' }
    const head = new DataView(code.buffer)
    const [event, hash, got, length] = [0, 4, 8, 12].map((at) => head.getUint32(at))
    if (event !== this.event) return { is: 'other_event' }
    if (length > most) return { is: 'damaged' }
    if (hash !== this.hash) this.forget() // the other phone began anew
    Object.assign(this, { hash, got, count: Math.max(1, Math.ceil(length / blockSize)), scans: head.getUint16(16) })
    const seed = head.getUint16(18)
    if (!this.seen.has(seed) && this.rows.size < this.count) this.#reduce(mixOf(seed, this.count), code.slice(headSize))
    this.seen.add(seed)
    if (this.rows.size < this.count) return { is: 'more' }
    const bytes = this.#solve().subarray(0, length)
    if (hashOf(bytes) === hash) return { is: 'done', bytes }
    this.forget()
    return { is: 'damaged' }
  }

  // reduce takes what is known out of a sum, block by block, and keeps the rest by the first block that is new in it.
  #reduce(mix, sum) {
    let mask = mix.reduce((bits, n) => bits | (1n << BigInt(n)), 0n)
    for (let n = 0; n < this.count; n++) {
      if (!((mask >> BigInt(n)) & 1n)) continue
      const known = this.rows.get(n)
      if (!known) return this.rows.set(n, { mask, sum })
      mask ^= known.mask
      add(sum, known.sum)
    }
  }

  // solve leaves one block in each sum, from the last to the first, and joins them.
  #solve() {
    const bytes = new Uint8Array(this.count * blockSize)
    for (let n = this.count - 1; n >= 0; n--) {
      const { mask, sum } = this.rows.get(n)
      for (let other = n + 1; other < this.count; other++) {
        if ((mask >> BigInt(other)) & 1n) add(sum, this.rows.get(other).sum)
      }
      this.rows.set(n, { mask: 1n << BigInt(n), sum })
      bytes.set(sum, n * blockSize)
    }
    return bytes
  }
}
