package federation_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/service/signedfeed"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// What others tell is found in our search, in the calendar and in the open data, with where it is from.
func TestFollowedEventsAreFoundHere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newTold(t, newOrigin(t, modelstest.OnSQLite(t)))
		f := newFollower(t, db)
		now := time.Now().UTC().Truncate(time.Second)
		d.SetClock(now)
		f.SetClock(now)
		id, off := models.NewID(), models.NewID()
		d.issue(func(feed *signedfeed.Feed) {
			other := d.entry(off, "とりやめの集い")
			other.State = signedfeed.StateCancelled
			strange := d.entry(models.NewID(), "妙な日付の集い")
			strange.Event.DateOfStart, strange.Event.Contact.URL = "<あした>", "javascript:alert(1)"
			feed.Entries = []signedfeed.Entry{d.entry(id, "とおくの集い"), other, strange}
		})
		f.followTold(d)
		search := "?q=%E3%81%A8%E3%81%8A%E3%81%8F"
		f.Wants(f.Client().Get(paths.Home+search), http.StatusOK, "とおくの集い", "掲載元：甲市", d.server.URL+"/events/"+id)
		f.Wants(f.Client().Get(paths.Nationwide+"?kind=event&q=%E3%81%A8%E3%81%8A%E3%81%8F"), http.StatusOK, "1件")

		file := f.Client().Get(paths.NationwideICS)
		f.Wants(file, http.StatusOK)
		lines := strings.ReplaceAll(file.Body.String(), "\r\n ", "")
		for _, want := range []string{
			"UID:" + id + "@meguri", "SUMMARY:とおくの集い", "掲載元：甲市", "STATUS:CANCELLED", "URL:" + d.server.URL + "/events/" + id,
		} {
			if !strings.Contains(lines, want) {
				t.Errorf("the calendar misses %q: %s", want, lines)
			}
		}
		apptest.Equal(t, "its type", file.Header().Get("Content-Type"), "text/calendar; charset=utf-8")

		content := f.Client().Get(paths.NationwideXML)
		f.Wants(content, http.StatusOK, "とおくの集い", id)
		var list struct {
			Events []struct {
				Date string `xml:"dateOfStart"`
				URL  string `xml:"contactPointInformation>contactPointUrl"`
			} `xml:"Event"`
		}
		if err := xml.Unmarshal(content.Body.Bytes(), &list); err != nil || len(list.Events) < 3 {
			t.Fatal(err, content.Body.String())
		}
		for _, e := range list.Events {
			if _, err := time.Parse(time.DateOnly, e.Date); err != nil || strings.Contains(e.URL, "script") {
				t.Errorf("the file has %+v", e)
			}
		}
	})
}

func read(t *testing.T, content []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatal(err, string(content))
	}
}

// Figures are shown with how many stand behind them: not where these are few, and not what we have no words for.
func TestFiguresOfOthersAreShownWithN(t *testing.T) {
	d := newTold(t, newOrigin(t, modelstest.OnSQLite(t)))
	f := newFollower(t, modelstest.OnSQLite(t))
	d.issue(func(feed *signedfeed.Feed) {
		feed.Figures = &signedfeed.Figures{
			Circulation: []signedfeed.Figure{
				{Name: "hours", Unit: "<script>", Value: 4321, N: 57}, {Name: "steps", Unit: "steps", Value: 8765, N: 4},
				{Name: "salaries", Unit: "yen", Value: 9999, N: 100}, {Name: "lag", Unit: "days", Value: -7777, N: 10},
			},
			Offers: []signedfeed.Offered{
				{Theme: "skills", People: 12}, {Theme: "names", People: 50}, {Theme: "time", People: 2},
			},
		}
	})
	f.followTold(d)
	page := f.Client().Get(paths.Nationwide)
	f.Wants(page, http.StatusOK, "4,321", "n = 57", "12名", word(t, "circulation.hours"), word(t, "need.theme_skills"))
	for _, hidden := range []string{"8,765", "9,999", "7,777", "salaries", "50名", " 2名", "</b> <script>"} {
		if strings.Contains(page.Body.String(), hidden) {
			t.Errorf("the page has %q", hidden)
		}
	}
	d.issue(func(feed *signedfeed.Feed) { feed.Figures = nil })
	after(2*time.Hour, d.origin, f)
	f.misses("4,321")
}

// Figures of few people are not in the feed at all.
func TestFiguresOfFewAreNotTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var feed signedfeed.Feed
		read(t, p.Request(http.MethodGet, paths.FeedJSON, "").Body.Bytes(), &feed)
		if feed.Figures != nil {
			t.Errorf("the feed has %+v", feed.Figures)
		}
	})
}
