package web

import (
	"strings"
	"testing"
)

func TestHeadingKeepsNamesTogether(t *testing.T) {
	for title, want := range map[string]string{
		"Kawasaki Pro Bono Summit 2027":                   "Kawasaki Pro_Bono Summit_2027",
		"Writing that is understood: a course for adults": "Writing that is_understood: a_course for_adults",
		"It is as it is as it is as it is":                "It_is_as_it_is_as it_is_as_it_is",
		"かわさきプロボノサミット2027":                                "かわさきプロボノサミット2027",
		"つどい 第2部":                                         "つどい 第2部",
		"":                                                "",
	} {
		if got := strings.ReplaceAll(heading(title), "\u00a0", "_"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
