package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Plain converts Markdown into the text that its reader sees, for what shows no formats, such as calendars. The address
// of a link follows its words.
func Plain(source string) string {
	content := []byte(source)
	out := plainWriter{source: content}
	_ = ast.Walk(converter.Parser().Parse(text.NewReader(content)), out.visit)
	return strings.TrimSpace(emptyLines.ReplaceAllString(out.text.String(), "\n\n"))
}

var emptyLines = regexp.MustCompile(`\n[ \n]*\n`)

type plainWriter struct {
	text   strings.Builder
	source []byte
}

func (w *plainWriter) add(s string) { w.text.WriteString(s) }

func (w *plainWriter) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML: // the policy of HTML allows none
		return ast.WalkSkipChildren, nil
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		if entering {
			w.add(string(n.Lines().Value(w.source)))
		}
	}
	if entering {
		w.begin(n)
	} else {
		w.end(n)
	}
	return ast.WalkContinue, nil
}

func (w *plainWriter) begin(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.writeText(n)
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.add("\n")
		}
	case *ast.String:
		w.add(string(n.Value))
	case *ast.AutoLink:
		w.add(string(n.Label(w.source)))
	case *ast.ListItem:
		w.add(marker(n))
	}
}

func (w *plainWriter) writeText(n *ast.Text) {
	content := n.Segment.Value(w.source)
	if !n.IsRaw() {
		content = util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(content)))
	}
	w.add(string(content))
}

// marker is what begins an item of a list.
func marker(item *ast.ListItem) string {
	list, ok := item.Parent().(*ast.List)
	if !ok || !list.IsOrdered() {
		return "- "
	}
	number := list.Start
	for before := item.PreviousSibling(); before != nil; before = before.PreviousSibling() {
		number++
	}
	return fmt.Sprintf("%d. ", number)
}

func (w *plainWriter) end(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		w.add(" " + string(n.Destination) + " ")
	case *tables.TableCell:
		w.add("  ")
	case *ast.TextBlock, *tables.TableRow, *tables.TableHeader:
		w.add("\n")
	default:
		if n.Type() == ast.TypeBlock && n.Kind() != ast.KindListItem {
			w.add("\n\n")
		}
	}
}
