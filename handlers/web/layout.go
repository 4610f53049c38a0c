package web

import "strings"

// The frames of pages, see templates/layouts.
const (
	layoutPublic = "public" // what attendees see
	layoutStaff  = "staff"  // with the staff's navigation
	layoutPlain  = "plain"  // alone in the middle: sign-in, errors
	layoutStage  = "stage"  // the whole screen of a projector
	layoutApp    = "app"    // a page that a script fills
)

// layouts are the frames by what a page's name begins with; the first one that fits counts.
var layouts = []struct{ prefix, layout string }{
	{"public/error/", layoutPlain},
	{"public/stage/", layoutStage},
	{"public/reception/", layoutApp},
	{"staff/login/", layoutPlain},
	{"staff/survey/preview", layoutPublic}, // as attendees will see it
	{"staff/record/preview", layoutPublic},
	{"staff/", layoutStaff},
	{"", layoutPublic},
}

func layoutOf(page string) string {
	for _, l := range layouts {
		if strings.HasPrefix(page, l.prefix) {
			return l.layout
		}
	}
	return layoutPublic
}
