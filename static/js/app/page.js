// questionOf is what is asked before a form is sent, or undefined: the pressed button's question goes before the form's.
export const questionOf = (event) => event.submitter?.dataset.confirm ?? event.target.dataset.confirm

// centred is how far a bar must be scrolled for one of its entries to be in the middle.
export const centred = (bar, entry) => entry.offsetLeft - (bar.clientWidth - entry.offsetWidth) / 2
