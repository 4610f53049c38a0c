// Package templates holds the pages and mails as html/template and text/template files. Their texts are in the language
// files.
package templates

import "embed"

// Files is every template.
//
//go:embed all:*
var Files embed.FS
