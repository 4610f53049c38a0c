// Package static holds the files that browsers fetch and the fonts that PDFs embed.
package static

import "embed"

// Files is everything under static/ that is served or embedded: dist holds what `make assets` built,
// img what is written by hand. Before the first build dist is empty but for its placeholder.
//
//go:embed all:dist img
var Files embed.FS
