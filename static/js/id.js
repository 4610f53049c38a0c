// newID names something that the browser makes. randomUUID is there in secure contexts only: a phone may come by plain http.
export const newID = (source = globalThis.crypto) => source?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
