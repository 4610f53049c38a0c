// newID makes an id. randomUUID exists in secure contexts only, and a page may be served over plain HTTP.
export const newID = (source = globalThis.crypto) => source?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`

// newUUID makes a random UUID, also where there is no secure context.
export function newUUID(source = globalThis.crypto) {
  if (source.randomUUID) return source.randomUUID()
  const bytes = source.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
