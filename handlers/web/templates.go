package web

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"strings"

	"meguri/app/service/chart"
	"meguri/app/service/markdown"
	"meguri/templates"
)

// pages holds every template, parsed once at the start: a broken one stops the program, not a page.
type pages struct{ byName map[string]*template.Template }

func parsePages(assets *assets) (*pages, error) {
	base, err := template.New("").Funcs(functions(assets)).ParseFS(templates.Files, "layouts/*.html", "partials/*.html")
	if err != nil {
		return nil, err
	}
	p := &pages{map[string]*template.Template{}}
	return p, fs.WalkDir(templates.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") || isShared(path) {
			return err
		}
		page, err := base.Clone()
		if err != nil {
			return err
		}
		if _, err := page.ParseFS(templates.Files, path); err != nil {
			return err
		}
		p.byName[strings.TrimSuffix(path, ".html")] = page
		return nil
	})
}

func isShared(path string) bool {
	folder, _, _ := strings.Cut(path, "/")
	return folder == "layouts" || folder == "partials" || folder == "mail"
}

func functions(assets *assets) template.FuncMap {
	return template.FuncMap{"asset": assets.url, "dict": dict, "markdown": markdown.HTML, "percent": chart.Percent}
}

// dict makes a map for a partial from pairs of a name and a value.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("dict needs pairs")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m, nil
}
