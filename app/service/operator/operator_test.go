package operator

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOwnTextsReplaceOurs(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "about.ja.md"), []byte("私たちは{operator}です"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &Operator{NameJa: "市", Phone: "044-000-0000"}
	if err := o.Load(folder); err != nil {
		t.Fatal(err)
	}
	if got := o.Text("about", "ja"); got != "私たちは市です" {
		t.Errorf("the own text is %q", got)
	}
	for _, page := range Pages {
		for _, lang := range languages {
			if got := o.Text(page, lang); got == "" || strings.ContainsAny(got, "{}") {
				t.Errorf("%s in %s is %q", page, lang, got)
			}
		}
	}
	if err := o.Load(filepath.Join(folder, "nowhere")); err == nil {
		t.Error("a folder that is not there is accepted")
	}
}

func TestTextsDoNotInventANameForTheOperator(t *testing.T) {
	var unnamed Operator
	named := Operator{NameJa: "川の市", NameEn: "River City"}
	if err := errors.Join(unnamed.Load(""), named.Load("")); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"about", "privacy", "accessibility"} {
		for _, lang := range languages {
			if text := unnamed.Text(page, lang); strings.Contains(text, "****") || strings.ContainsAny(text, "{}") {
				t.Errorf("without a name, %s in %s is %q", page, lang, text)
			}
			if text := named.Text(page, lang); !strings.Contains(text, "**"+named.Name(lang)+"**") {
				t.Errorf("%s in %s does not name the operator: %q", page, lang, text)
			}
		}
	}
}
