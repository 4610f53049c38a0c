package signedfeed_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meguri/app/service/opendata"
	"meguri/app/service/signedfeed"
)

const origin = "https://a.example"

var now = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

func key(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return private
}

func public(private ed25519.PrivateKey) ed25519.PublicKey {
	return private.Public().(ed25519.PublicKey)
}

func event(n int) signedfeed.Entry {
	starts := now.AddDate(0, 0, n%300)
	ends := starts.Add(time.Hour)
	return signedfeed.Entry{
		ID: fmt.Sprintf("urn:uuid:00000000-0000-7000-8000-%012d", n), Kind: signedfeed.KindEvent,
		State: signedfeed.StatePublished, URL: fmt.Sprintf("%s/events/e%d", origin, n), UpdatedAt: now,
		StartsAt: &starts, EndsAt: &ends, TimeZone: "Asia/Tokyo", Mode: signedfeed.ModeVenue, Prefecture: "神奈川県",
		Event: &opendata.GIFEvent{Name: "集い <&>", Organizer: "市民の会", Description: "語り合う。"},
	}
}

func feed(n int) *signedfeed.Feed {
	f := &signedfeed.Feed{Origin: origin, Name: signedfeed.Name{Ja: "甲"}, Number: 7, IssuedAt: now}
	for i := range n {
		f.Entries = append(f.Entries, event(i))
	}
	return f
}

func sign(t *testing.T, f *signedfeed.Feed, private ed25519.PrivateKey) []byte {
	t.Helper()
	content, err := signedfeed.Sign(f, private)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func reason(err error) signedfeed.Reason {
	var refusal *signedfeed.Refusal
	if errors.As(err, &refusal) {
		return refusal.Reason
	}
	if err != nil {
		return signedfeed.Reason(err.Error())
	}
	return ""
}

func TestAFeedIsReadAsItWasSigned(t *testing.T) {
	private := key(t)
	for _, n := range []int{0, 1, 3} {
		f := feed(n)
		content := sign(t, f, private)
		read, err := signedfeed.Read(content, &signedfeed.Known{Origin: origin, Key: public(private), Now: now})
		if err != nil {
			t.Fatal(n, err)
		}
		f.Version, f.Key = signedfeed.Version, signedfeed.EncodeKey(public(private))
		if diff := cmp.Diff(f.Entries, read.Entries); n > 0 && diff != "" {
			t.Error(diff)
		}
		if read.Number != 7 || read.Key != f.Key || read.Name.Ja != "甲" {
			t.Errorf("%+v", read)
		}
	}
}

// Whoever changes a single byte of a feed is noticed: nothing else than what was signed is ever read.
func TestAForgedFeedIsRefused(t *testing.T) {
	private := key(t)
	content := sign(t, feed(3), private)
	known := &signedfeed.Known{Origin: origin, Key: public(private), Now: now}
	rapid.Check(t, func(t *rapid.T) {
		forged := bytes.Clone(content)
		switch at := rapid.IntRange(0, len(content)-2).Draw(t, "at"); rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			forged[at] = rapid.Byte().Draw(t, "byte")
		case 1:
			forged = append(forged[:at], forged[at+1:]...)
		default:
			forged = append(forged[:at:at], append([]byte{rapid.Byte().Draw(t, "byte")}, content[at:]...)...)
		}
		if bytes.Equal(bytes.TrimSpace(forged), bytes.TrimSpace(content)) {
			return
		}
		if f, err := signedfeed.Read(forged, known); err == nil {
			t.Fatalf("it was taken: %+v", f)
		}
	})
	foreign := sign(t, feed(3), key(t))
	if _, err := signedfeed.Read(foreign, known); reason(err) != signedfeed.ReasonOtherKey {
		t.Error("another key:", err)
	}
	other := sign(t, feed(4), private) // the tail with key and signature is of another feed
	tail := len(content) - 160
	if _, err := signedfeed.Read(append(bytes.Clone(other[:len(other)-160]), content[tail:]...), known); err == nil {
		t.Error("a feed under another's signature was taken")
	}
	changed := bytes.Replace(content, []byte("市民の会"), []byte("別の団体"), 1)
	if _, err := signedfeed.Read(changed, known); reason(err) != signedfeed.ReasonForged {
		t.Error("changed:", err)
	}
}

func TestFeedsAreRefusedWithTheReason(t *testing.T) {
	private := key(t)
	known := signedfeed.Known{Origin: origin, Key: public(private), Now: now}
	signed := func(change func(*signedfeed.Feed)) []byte {
		f := feed(2)
		change(f)
		return sign(t, f, private)
	}
	good := signed(func(*signedfeed.Feed) {})
	late := now.Add(8 * 24 * time.Hour)
	tests := map[string]struct {
		content []byte
		known   func(*signedfeed.Known)
		want    signedfeed.Reason
	}{
		"an earlier one": {good, func(k *signedfeed.Known) { k.Number = 8 }, signedfeed.ReasonReplayed},
		"two with one number": {
			good, func(k *signedfeed.Known) { k.Number, k.Sum = 7, "another" }, signedfeed.ReasonNumberTwice,
		},
		"the same again":    {good, func(k *signedfeed.Known) { k.Number, k.Sum = 7, signedfeed.Sum(good) }, ""},
		"old":               {good, func(k *signedfeed.Known) { k.Now = late }, signedfeed.ReasonOld},
		"in the future":     {good, func(k *signedfeed.Known) { k.Now = now.Add(-2 * time.Hour) }, signedfeed.ReasonFuture},
		"another's address": {good, func(k *signedfeed.Known) { k.Origin = "https://b.example" }, signedfeed.ReasonOrigin},
		"a newer version": {
			bytes.Replace(good, []byte(`{"version":1,`), []byte(`{"version":2,`), 1), nil, signedfeed.ReasonNewer,
		},
		"a page":    {[]byte("<!doctype html><title>404</title>"), nil, signedfeed.ReasonNoFeed},
		"nothing":   {nil, nil, signedfeed.ReasonNoFeed},
		"cut off":   {good[:len(good)/2], nil, signedfeed.ReasonNoFeed},
		"too large": {make([]byte, signedfeed.MostBytes+1), nil, signedfeed.ReasonTooLarge},
		"two entries with one id": {
			signed(func(f *signedfeed.Feed) { f.Entries[1].ID = f.Entries[0].ID }), nil, signedfeed.ReasonEntryTwice,
		},
		"an id that is none": {signed(func(f *signedfeed.Feed) { f.Entries[0].ID = "1" }), nil, signedfeed.ReasonEntry},
		"a page of others": {
			signed(func(f *signedfeed.Feed) { f.Entries[0].URL = "https://a.example.evil.example/x" }), nil,
			signedfeed.ReasonEntry,
		},
		"a script": {
			signed(func(f *signedfeed.Feed) { f.Entries[0].URL = "javascript:alert(1)" }), nil, signedfeed.ReasonEntry,
		},
		"without a title": {signed(func(f *signedfeed.Feed) { f.Entries[0].Event.Name = "" }), nil, signedfeed.ReasonEntry},
		"a long title": {
			signed(func(f *signedfeed.Feed) { f.Entries[0].Event.Name = strings.Repeat("長", 600) }), nil,
			signedfeed.ReasonEntry,
		},
		"an end before its start": {
			signed(func(f *signedfeed.Feed) { f.Entries[0].StartsAt = &late }), nil, signedfeed.ReasonEntry,
		},
		"neither event nor need": {
			signed(func(f *signedfeed.Feed) { f.Entries[0].Event = nil }), nil, signedfeed.ReasonEntry,
		},
		"too many": {
			signed(func(f *signedfeed.Feed) { f.Entries = feed(signedfeed.MostEntries + 1).Entries }), nil,
			signedfeed.ReasonTooMany,
		},
		"a kind that we do not know": {signed(func(f *signedfeed.Feed) { f.Entries[0].Kind = "song" }), nil, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			k := known
			if test.known != nil {
				test.known(&k)
			}
			if _, err := signedfeed.Read(test.content, &k); reason(err) != test.want {
				t.Errorf("%v instead of %q", err, test.want)
			}
		})
	}
}

func card(keys ...signedfeed.Key) *signedfeed.Card {
	return &signedfeed.Card{Version: 1, Origin: origin, Keys: keys, Feeds: []string{origin + "/feed.json"}}
}

func TestANewKeyIsTakenWhereTheOldOneSignedIt(t *testing.T) {
	one, two, three, thief := key(t), key(t), key(t), key(t)
	first := signedfeed.Key{Number: 1, Key: signedfeed.EncodeKey(public(one))}
	next := func(number int, private, by ed25519.PrivateKey) signedfeed.Key {
		return signedfeed.Key{
			Number: number, Key: signedfeed.EncodeKey(public(private)),
			Handover: signedfeed.Handover(origin, number, public(private), by),
		}
	}
	second, third := next(2, two, one), next(3, three, two)
	stolen := signedfeed.Key{Number: 2, Key: second.Key}
	elsewhere := second
	elsewhere.Handover = signedfeed.Handover("https://b.example", 2, public(two), one)
	for name, test := range map[string]struct {
		card *signedfeed.Card
		want bool
	}{
		"the same key":             {card(first), true},
		"one step":                 {card(first, second), true},
		"two steps":                {card(first, second, third), true},
		"not signed":               {card(first, stolen), false},
		"signed by a third":        {card(first, next(2, two, thief)), false},
		"signed elsewhere":         {card(first, elsewhere), false},
		"a gap":                    {card(first, third), false},
		"the known one is missing": {card(second), false},
	} {
		if got := test.card.LeadsTo(first.Key); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	// Who already has the second key is not led back to a first one.
	if card(first, second, next(1, one, two)).Newest() != first.Key {
		t.Error("the newest is the last")
	}
}

func TestWordsTellKeysApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringN(1, 50, 50).Draw(t, "a"), rapid.StringN(1, 50, 50).Draw(t, "b")
		for _, lang := range []string{"ja", "en"} {
			got := signedfeed.Words(a, lang)
			if len(strings.Fields(got)) != 8 || (got == signedfeed.Words(b, lang)) != (a == b) {
				t.Errorf("%s: %q", lang, got)
			}
		}
	})
}
