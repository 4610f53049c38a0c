// Package feed writes lists of events as Atom (RFC 4287) and RSS 2.0, for readers of news and for other sites.
package feed

import (
	"bytes"
	"encoding/xml"
	"time"
)

// Feed is a list of events, the latest announced first.
type Feed struct {
	Title, About, Lang string
	// URL is the page of which it is the feed, Self the address of the feed itself.
	URL, Self string
	Entries   []Entry
}

// Entry is an event. ID never changes, also where URL does.
type Entry struct {
	ID, Title, URL, About, Author string
	// Published is when it was announced, Updated when it was changed last.
	Published, Updated time.Time
}

// Updated is when one of the entries changed last; a feed without entries never did.
func (f *Feed) Updated() time.Time {
	last := time.Unix(0, 0).UTC()
	for i := range f.Entries {
		if f.Entries[i].Updated.After(last) {
			last = f.Entries[i].Updated
		}
	}
	return last
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Summary   atomText `xml:"summary"`
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

// The types of feeds, as links name them.
const (
	AtomType = "application/atom+xml"
	RSSType  = "application/rss+xml"
)

// Atom writes the feed as Atom. Its id is its own address.
func (f *Feed) Atom() ([]byte, error) {
	written := atomFeed{
		Lang: f.Lang, ID: f.Self, Title: f.Title, Subtitle: f.About, Updated: f.Updated().Format(time.RFC3339),
		Links: []atomLink{{"self", AtomType, f.Self}, {"alternate", "text/html", f.URL}},
	}
	for i := range f.Entries {
		e := &f.Entries[i]
		written.Entries = append(written.Entries, atomEntry{
			ID: e.ID, Title: e.Title, Link: atomLink{"alternate", "text/html", e.URL}, Author: e.Author,
			Published: e.Published.UTC().Format(time.RFC3339), Updated: e.Updated.UTC().Format(time.RFC3339),
			Summary: atomText{"text", e.About},
		})
	}
	return write(written)
}

type rssGUID struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	ID          string `xml:",chardata"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	Description string  `xml:"description"`
	Author      string  `xml:"dc:creator"`
	Published   string  `xml:"pubDate"`
	GUID        rssGUID `xml:"guid"`
}

type rssFeed struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Dublin  string   `xml:"xmlns:dc,attr"`
	Channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Built       string    `xml:"lastBuildDate"`
		Self        atomLink  `xml:"atom:link"`
		Items       []rssItem `xml:"item"`
	} `xml:"channel"`
}

// RSS writes the feed as RSS 2.0, with the link to itself that the RSS Advisory Board's profile asks for.
func (f *Feed) RSS() ([]byte, error) {
	written := rssFeed{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Dublin: "http://purl.org/dc/elements/1.1/",
	}
	channel := &written.Channel
	channel.Title, channel.Link, channel.Description, channel.Language = f.Title, f.URL, f.About, f.Lang
	channel.Built, channel.Self = f.Updated().Format(time.RFC1123Z), atomLink{"self", RSSType, f.Self}
	for i := range f.Entries {
		e := &f.Entries[i]
		channel.Items = append(channel.Items, rssItem{
			e.Title, e.URL, e.About, e.Author, e.Published.UTC().Format(time.RFC1123Z), rssGUID{false, e.ID},
		})
	}
	return write(written)
}

func write(document any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	err := encoder.Encode(document)
	out.WriteByte('\n')
	return out.Bytes(), err
}
