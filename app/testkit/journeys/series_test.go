package journeys_test

import (
	"regexp"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models/modelstest"
)

var followingLink = regexp.MustCompile(`http://\S+/following/[\w.-]+`)

// A visitor asks to be registered for the next event of a series, confirms it by the mailed link, keeps only the news,
// and stops.
func TestASeriesIsFollowed(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			address := newAddress("kawase", view)
			p := server.browser.Visit(t, server.BaseURL, "visitor", view).Open("/series/kawasaki-summit").Examine("series")
			p.Fill("series.email", "nobody").Follow("series.follow_do").Sees("common.check_form").Examine("series-faults")
			p.Fill("series.email", address).PressAt("input[name=register]").Unfold("series.register_more")
			p.Fill("registration.family_name", "川瀬").Fill("registration.given_name", "花子").Set("series.mode", "online")
			p.Follow("series.follow_do").Sees("series.asked").Examine("series-asked")
			link := followingLink.FindString(server.MailText(t, "series_confirm", address))
			p.Open(link).Sees("川瀬").Examine("following-asked").Follow("series.confirm").Sees("series.confirmed")
			p.Examine("following").Open(link).Sees("series.already").Examine("following-again").Follow("series.only_tell")
			p.Sees("series.only_told").Misses("川瀬")
			p.Open(link + "/end").Examine("following-end").Follow("series.end").Sees("series.ended").Examine("following-ended")
		})
	}
}
