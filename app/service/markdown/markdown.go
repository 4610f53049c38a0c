// Package markdown converts Markdown that staff write into safe HTML.
package markdown

import (
	"bytes"
	"html/template"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var (
	converter = goldmark.New(
		goldmark.WithExtensions(extension.Linkify, extension.Table, extension.Strikethrough, extension.NewCJK()),
		goldmark.WithParserOptions(
			parser.WithASTTransformers(util.Prioritized(headingShift{}, 100)),
		),
		goldmark.WithRendererOptions(html.WithHardWraps()),
	)
	policy = newPolicy()
)

// newPolicy allows the elements of formatted text. It does not allow pictures: a picture from another site would show
// that site who reads the page, and the pages' content security policy blocks it anyway.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowStandardURLs()
	p.AllowAttrs("href").OnElements("a")
	p.AllowElements(
		"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
	)
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowTables()
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}

// headingShift lowers the level of headings by one, because the page has a title of its own.
type headingShift struct{}

func (headingShift) Transform(document *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if heading, ok := n.(*ast.Heading); ok && entering {
			heading.Level = min(heading.Level+1, 6)
		}
		return ast.WalkContinue, nil
	})
}

// HTML converts Markdown and removes scripts, styles and everything else that the policy does not allow.
func HTML(source string) template.HTML {
	var out bytes.Buffer
	if err := converter.Convert([]byte(source), &out); err != nil {
		return template.HTML(template.HTMLEscapeString(source)) //nolint:gosec // escaped
	}
	return template.HTML(policy.SanitizeBytes(out.Bytes())) //nolint:gosec // cleaned by the policy
}
