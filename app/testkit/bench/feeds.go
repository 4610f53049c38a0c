package main

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"meguri/app/service/opendata"
	"meguri/app/service/paths"
	"meguri/app/service/signedfeed"
	"meguri/models"
)

// feeds measures following an installation with as many events as a feed may have, and the list of them.
func (b *bench) feeds() error {
	for _, on := range []struct{ database, name string }{{"", "SQLite"}, {"bench_feeds", "PostgreSQL"}} {
		if err := b.followFeed(on.database, on.name); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) followFeed(database, name string) error {
	p, err := b.prepareProgram(database)
	if err != nil {
		return err
	}
	p.env = append(p.env, "MEGURI_FOLLOW_PRIVATE=on")
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	defer p.stop()
	origin, key, err := startOrigin()
	if err != nil {
		return err
	}
	defer origin.Close()
	browser, err := b.signIn(p)
	if err != nil {
		return err
	}
	// A program that starts with the demo looks for people for its needs at once.
	for waiting := 1; waiting > 0; time.Sleep(100 * time.Millisecond) {
		waiting, err = b.number(p.database, "SELECT COUNT(*) FROM jobs WHERE state = 'waiting' AND kind LIKE 'match_%'")
		if err != nil {
			return err
		}
	}
	begin := time.Now()
	form := url.Values{"address": {origin.URL}, "key": {key}}
	request, err := http.NewRequestWithContext(
		b.ctx, http.MethodPost, p.base+paths.OfStaffOrganization(demoHost).Feeds(), strings.NewReader(form.Encode()),
	)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", p.base)
	answer, err := browser.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("follow: %s", answer.Status)
	}
	for taken := 0; taken < signedfeed.MostEntries; time.Sleep(20 * time.Millisecond) {
		if taken, err = b.number(p.database, "SELECT COUNT(*) FROM feed_entries"); err != nil {
			return err
		}
		if time.Since(begin) > time.Minute {
			return fmt.Errorf("after a minute %d entries are taken", taken)
		}
	}
	took := time.Since(begin).Seconds()
	b.addMaximum("a feed of 10,000 entries, "+name, took, 5, "s")
	if err := b.analyze(p.database); err != nil {
		return err
	}
	for _, page := range []struct{ name, path string }{
		{"nationwide page of 10,000 events, ", paths.Nationwide},
		{"nationwide page, a search, ", paths.Nationwide + "?q=" + url.QueryEscape("集い 77")},
	} {
		ms, err := b.milliseconds(browser, p.base+page.path, false)
		if err != nil {
			return err
		}
		b.addMaximum(page.name+name, ms, 100, "ms")
	}
	return nil
}

// startOrigin serves a feed of as many events as there may be, signed, and returns the key.
func startOrigin() (*httptest.Server, string, error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, "", err
	}
	key := signedfeed.EncodeKey(public)
	var content []byte
	var origin *httptest.Server
	origin = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != paths.MeguriCard {
			_, _ = w.Write(content)
			return
		}
		_ = json.NewEncoder(w).Encode(signedfeed.Card{
			Version: signedfeed.Version, Origin: origin.URL, Name: signedfeed.Name{Ja: "甲市"},
			Keys: []signedfeed.Key{{Number: 1, Key: key}}, Feeds: []string{origin.URL + paths.FeedJSON},
		})
	}))
	feed := &signedfeed.Feed{
		Origin: origin.URL, Name: signedfeed.Name{Ja: "甲市"}, Number: 1, IssuedAt: time.Now().UTC(),
		Entries: make([]signedfeed.Entry, signedfeed.MostEntries),
	}
	prefectures := []string{"北海道", "東京都", "神奈川県", "大阪府", "沖縄県"}
	for i := range feed.Entries {
		id := models.NewID()
		starts := feed.IssuedAt.Add(time.Duration(i) * time.Hour)
		ends := starts.Add(2 * time.Hour)
		feed.Entries[i] = signedfeed.Entry{
			ID: "urn:uuid:" + id, Kind: signedfeed.KindEvent, State: signedfeed.StatePublished,
			URL: origin.URL + "/events/" + id, UpdatedAt: feed.IssuedAt, StartsAt: &starts, EndsAt: &ends,
			TimeZone: "Asia/Tokyo",
			Mode:     signedfeed.ModeBoth, Prefecture: prefectures[i%len(prefectures)], Themes: []string{"skills"},
			Event: &opendata.GIFEvent{
				ID: id, Name: fmt.Sprintf("まちの集い %d", i), Organizer: "市民の会", Location: "市民館",
				Description: strings.Repeat("暮らしの困りごとを持ち寄り、語り合う午後です。", 10),
			},
		}
	}
	content, err = signedfeed.Sign(feed, private)
	return origin, key, err
}
