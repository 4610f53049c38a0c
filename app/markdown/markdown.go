// Package markdown turns text that staff write into HTML that is safe to show.
package markdown

import (
	"bytes"
	"html/template"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

var (
	converter = goldmark.New(goldmark.WithExtensions(extension.Linkify, extension.Table, extension.Strikethrough, extension.NewCJK()), goldmark.WithRendererOptions(html.WithHardWraps()))
	policy    = newPolicy()
)

func newPolicy() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.RequireNoReferrerOnLinks(true)
	p.AllowImages()
	return p
}

// HTML converts Markdown and takes out whatever could run or deceive.
func HTML(text string) template.HTML {
	var out bytes.Buffer
	if err := converter.Convert([]byte(text), &out); err != nil {
		return template.HTML(template.HTMLEscapeString(text)) //nolint:gosec // escaped
	}
	return template.HTML(policy.SanitizeBytes(out.Bytes())) //nolint:gosec // cleaned by the policy
}
