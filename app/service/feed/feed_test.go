package feed_test

import (
	"encoding/xml"
	"testing"
	"time"

	"meguri/app/service/feed"
)

func example() *feed.Feed {
	at := time.Date(2026, 11, 28, 3, 4, 5, 0, time.UTC)
	return &feed.Feed{
		Title: "催し", Lang: "ja", URL: "https://here.example/", Self: "https://here.example/events.atom",
		Entries: []feed.Entry{{
			ID: "urn:uuid:0190b0a0-0000-7000-8000-000000000001", Title: "A & <b>", URL: "https://here.example/events/a",
			About: "土曜\n市民館", Author: "市民の会", Published: at.Add(-time.Hour), Updated: at,
		}},
	}
}

func TestAtomIsRead(t *testing.T) {
	content, err := example().Atom()
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"http://www.w3.org/2005/Atom id"`
		Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
		Entries []struct {
			ID, Title, Updated, Summary string
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(content, &struct{}{}); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(content, &read); err != nil {
		t.Fatal(err)
	}
	if read.Updated != "2026-11-28T03:04:05Z" || read.ID != "https://here.example/events.atom" || len(read.Entries) != 1 {
		t.Errorf("%+v", read)
	}
}

func TestRSSIsRead(t *testing.T) {
	content, err := example().RSS()
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Version string `xml:"version,attr"`
		Items   []struct {
			Title string `xml:"title"`
			Date  string `xml:"pubDate"`
			GUID  string `xml:"guid"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(content, &read); err != nil {
		t.Fatal(err)
	}
	if read.Version != "2.0" || len(read.Items) != 1 || read.Items[0].Title != "A & <b>" ||
		read.Items[0].Date != "Sat, 28 Nov 2026 02:04:05 +0000" {
		t.Errorf("%+v", read)
	}
}

func TestAFeedWithoutEntriesIsOne(t *testing.T) {
	f := example()
	f.Entries = nil
	if content, err := f.Atom(); err != nil || xml.Unmarshal(content, &struct{}{}) != nil {
		t.Errorf("%s %v", content, err)
	}
	if !f.Updated().Equal(time.Unix(0, 0)) {
		t.Error(f.Updated())
	}
}
