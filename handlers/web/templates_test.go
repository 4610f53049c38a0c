package web

import (
	"io"
	"strings"
	"sync"
	"testing"
	"text/template/parse"

	"meguri/templates"
)

// everyPage is all pages of the program.
func everyPage(t *testing.T) *pages {
	t.Helper()
	assets, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	all, err := parsePages(templates.Files, assets)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSharedTemplatesStandInTextOrAttributes: html/template keeps a copy of a template for each kind of place in which
// it is called, made from one that may be escaped for another place already. Twice escaped as text is escaped once;
// an address or a script would be escaped wrongly. All pages are drawn at once: they share what is escaped.
func TestSharedTemplatesStandInTextOrAttributes(t *testing.T) {
	pages := everyPage(t)
	var drawing sync.WaitGroup
	for name := range pages.names {
		drawing.Go(func() { _ = pages.lookup(name, layoutOf(name)).Execute(io.Discard, &Page{}) })
	}
	drawing.Wait()
	copies := 0
	const mark, element = "$htmltemplate_", "_element"
	for _, tmpl := range pages.set.Templates() {
		if tmpl.Tree == nil {
			continue
		}
		visit(tmpl.Tree.Root, func(node parse.Node) {
			call, ok := node.(*parse.TemplateNode)
			if !ok {
				return
			}
			_, place, found := strings.Cut(call.Name, mark)
			place, _, _ = strings.Cut(place, element)
			if found {
				copies++
			}
			switch place {
			case "stateTag", "stateAttrName", "stateAttr_delimDoubleQuote", "stateRCDATA",
				"stateMetaContent_delimDoubleQuote_attrMetaContent":
			default:
				if found {
					t.Errorf("%s calls %s", tmpl.Name(), call.Name)
				}
			}
		})
	}
	if copies < len(pages.names) { // each page's title is one
		t.Errorf("only %d copies were found", copies)
	}
}
