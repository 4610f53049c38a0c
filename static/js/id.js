// newID makes an id. randomUUID exists in secure contexts only, and a page may be served over plain HTTP.
export const newID = (source = globalThis.crypto) => source?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
