package text_test

import (
	"strings"
	"testing"

	"meguri/models/text"
)

func TestAnEntryCodeIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string][2]string{
		"K7QX-M2RD":             {"K7QX-M2RD", "K7QXM2RD"},
		"　k7qx m2rd":            {"K7QXM2RD", "K7QXM2RD"},
		"ｋ７ｑｘーｍ２ｒｄ":             {"K7QX-M2RD", "K7QXM2RD"},
		"k7qx–m2rd":             {"K7QX-M2RD", "K7QXM2RD"},
		"sponsor_2026":          {"SPONSOR-2026", "SPONSOR2026"},
		"":                      {},
		"abc":                   {},
		"コード":                   {},
		"<b>code</b>":           {},
		strings.Repeat("A", 41): {},
	} {
		shown, key, ok := text.EntryCode(typed)
		if !ok {
			shown, key = "", ""
		}
		if got := [2]string{shown, key}; got != want || ok != (want[0] != "") {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
