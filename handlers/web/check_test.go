package web

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestTemplatesAreCheckedWhenTheyAreParsed(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"a permission":                      {`{{if .Can "event.edit"}}a{{end}}`, ""},
		"a permission of the whole page":    {`{{range .Data}}{{if and .X ($.Can "event.edit")}}a{{end}}{{end}}`, ""},
		"a misspelt permission":             {`{{if .Can "event.edti"}}a{{end}}`, "event.edti"},
		"a misspelt permission in a list":   {`{{range .Data}}{{else}}{{if not ($.Can "x")}}a{{end}}{{end}}`, `"x"`},
		"a misspelt permission in a branch": {`{{with .Data}}{{else}}{{$may := $.Can "y"}}{{end}}`, `"y"`},
		"a misspelt permission of a part":   {`{{if .Page.Can "z"}}a{{end}}`, `"z"`},
		"a misspelt permission in a call":   {`{{template "part" dict "Page" (.Can "w")}}`, `"w"`},
		"a permission that is not written":  {`{{if .Can .Data}}a{{end}}`, ".Can .Data"},
		"a partial":                         {`{{template "part" dict "Page" . "Label" "x"}}`, ""},
		"a misspelt name for a partial":     {`{{template "part" dict "Page" . "Lable" "x"}}`, "Lable"},
		"a partial that is not there":       {`{{template "prat" .}}`, "prat"},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{
				"layouts/staff.html":  {Data: []byte(`{{define "staff"}}{{template "content" .}}{{end}}`)},
				"partials/part.html":  {Data: []byte(`{{define "part"}}{{.Label}}{{end}}`)},
				"staff/page/one.html": {Data: []byte(`{{define "content"}}` + c.page + `{{end}}`)},
			}
			_, err := parsePages(files, &assets{})
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil {
				t.Fatal("passed")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v does not name %s", err, c.want)
			}
			if !strings.Contains(err.Error(), "staff/page/one.html") {
				t.Errorf("%v does not name the page", err)
			}
		})
	}
}

func TestAMissingKeyFailsAPage(t *testing.T) {
	files := fstest.MapFS{
		"layouts/staff.html":  {Data: []byte(`{{define "staff"}}{{.Data.typo}}{{end}}`)},
		"partials/part.html":  {Data: []byte(`{{define "part"}}{{end}}`)},
		"staff/page/one.html": {Data: []byte(`{{define "content"}}{{end}}`)},
	}
	pages, err := parsePages(files, &assets{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := pages.lookup("staff/page/one", "staff").Execute(&out, &Page{
		Data: map[string]int{"right": 1},
	}); err == nil {
		t.Errorf("shows %q", out.String())
	}
}

func TestDict(t *testing.T) {
	t.Run("takes pairs", func(t *testing.T) {
		p, err := dict("Label", "x", "Options", nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.Label != "x" {
			t.Errorf("the label is %v", p.Label)
		}
		if p.Options != nil {
			t.Errorf("the options are %v", p.Options)
		}
	})
	for name, pairs := range map[string][]any{
		"a name without a value": {"Label"},
		"an unknown name":        {"Lable", "x"},
		"no name":                {1, "x"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			if p, err := dict(pairs...); err == nil {
				t.Errorf("made %+v", p)
			}
		})
	}
}
