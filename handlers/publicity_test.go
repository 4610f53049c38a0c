package handlers_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// What other sites show of an event is the same for everybody: kept by their caches, without a cookie, and asked for
// again by its tag.
func TestWhatOtherSitesShow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		visitor, here := p.Client(), paths.OfEvent(p.Event.Slug)
		for _, path := range []string{here.PlacesBadge("ja-light.svg"), here.OpenData(), paths.EventsCSV} {
			first := p.Request(http.MethodGet, path, "")
			p.Wants(first, http.StatusOK)
			for name, want := range map[string]string{
				"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*", "Set-Cookie": "",
				"Cache-Control": "public, max-age=60",
			} {
				apptest.Equal(t, path+" "+name, first.Header().Get(name), want)
			}
			again := p.Request(http.MethodGet, path, "", "If-None-Match", first.Header().Get("ETag"))
			apptest.Equal(t, path+" again", again.Code, http.StatusNotModified)
		}
		p.Wants(visitor.Get(here.PlacesBadge("xx-light.svg")), http.StatusNotFound)
		p.Wants(visitor.Get(paths.OfHost("nobody").CSV()), http.StatusNotFound)
	})
}

func TestFeedsAreAskedForAgainByTheirTag(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		visitor, host := p.Client(), paths.OfHost("here-host")
		for _, path := range []string{paths.EventsAtom, paths.EventsRSS, host.Atom(), host.RSS()} {
			first := visitor.Get(path)
			p.Wants(first, http.StatusOK)
			if !strings.Contains(first.Body.String(), string(paths.OfEvent(p.Event.Slug))) {
				t.Errorf("%s does not have the event: %s", path, first.Body)
			}
			for name, value := range map[string]string{
				"If-None-Match": first.Header().Get("ETag"), "If-Modified-Since": first.Header().Get("Last-Modified"),
			} {
				again := p.Request(http.MethodGet, path, "", name, value)
				apptest.Equal(t, path+" "+name, again.Code, http.StatusNotModified)
			}
		}
	})
}

func TestDraftsAreInNoList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error {
			return tx.Events().SetState(p.Event, models.EventDraft, map[string]any{}, models.EventPublished)
		})
		visitor, here := p.Client(), paths.OfEvent(p.Event.Slug)
		for _, path := range []string{paths.EventsAtom, paths.EventsRSS, paths.EventsCSV} {
			if body := visitor.Get(path).Body.String(); strings.Contains(body, string(here)) {
				t.Errorf("%s has a draft: %s", path, body)
			}
		}
		for _, path := range []string{here.PlacesBadge("ja-light.svg"), here.OpenData(), here.Flyer()} {
			p.Wants(visitor.Get(path), http.StatusNotFound)
		}
	})
}

// A mail program ends a series by one request (RFC 8058); a program that only follows links ends nothing.
func TestASeriesIsLeftByOneClick(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := &models.Series{OrganizationID: p.Event.OrganizationID, Slug: "town", TitleJa: "まちの集い"}
		p.Write(func(tx *models.Tx) error {
			s.AnnouncedAt = &tx.Now
			if err := tx.Series().Create(s); err != nil {
				return err
			}
			return tx.Editions().Set(p.Event.ID, s.ID)
		})
		visitor, to := p.Client(), paths.OfSeries("town")
		for _, path := range []string{string(to), to.Calendar(), to.Atom(), to.RSS(), to.FollowAsked()} {
			p.Wants(visitor.Get(path), http.StatusOK)
		}
		p.Wants(visitor.Post(to.Follow(), "email", "hana@mail.example"), http.StatusSeeOther)
		p.Wants(visitor.Post(to.Follow(), "email", "x"), http.StatusUnprocessableEntity)
		p.Wants(visitor.Post(paths.OfSeries("none").Follow(), "email", "hana@mail.example"), http.StatusNotFound)
		own := paths.OfFollowing(mailedFollowing(p))
		p.Wants(visitor.Post(string(own)), http.StatusSeeOther)
		p.Wants(visitor.Get(own.End()), http.StatusOK)
		p.Wants(visitor.Get(string(own)), http.StatusOK)
		p.Wants(visitor.Post(own.End(), "List-Unsubscribe", "One-Click"), http.StatusOK)
		p.Wants(visitor.Get(string(own)), http.StatusNotFound)
		p.Wants(visitor.Get(own.End()), http.StatusOK)
	})
}

// Who taps the mailed link again, also one of a wish that was added to what they had, reads that it is confirmed. The
// mail of a registration that a series made leads to the ticket first, and to its cancellation last.
func TestAWishOfASeriesIsConfirmedTwiceAndItsMailBringsTheTicket(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := &models.Series{OrganizationID: p.Event.OrganizationID, Slug: "town", TitleJa: "まちの集い"}
		p.Write(func(tx *models.Tx) error {
			s.AnnouncedAt = &tx.Now
			return tx.Series().Create(s)
		})
		visitor, to := p.Client(), paths.OfSeries("town")
		p.Wants(visitor.Post(to.Follow(), "email", "hana@mail.example"), http.StatusSeeOther)
		first := paths.OfFollowing(mailedFollowing(p))
		p.Wants(visitor.Post(string(first)), http.StatusSeeOther)
		p.Wants(p.Client().Get(string(first)), http.StatusOK, "ご登録は済んでいます。")
		p.SetClock(p.DB.Now().Add(time.Hour))
		p.Wants(visitor.Post(to.Follow(), "email", "hana@mail.example", "register", "true", "family_name", "川瀬",
			"given_name", "花子", "mode", "venue"), http.StatusSeeOther)
		wish := paths.OfFollowing(mailedFollowing(p))
		if wish == first {
			t.Fatal("the wish has the link of what was confirmed")
		}
		p.LeadsTo(visitor.Post(string(wish)), string(first))
		p.Wants(p.Client().Get(string(wish)), http.StatusOK, "ご登録は済んでいます。", "川瀬")
		p.LeadsTo(visitor.Post(string(wish)), string(first))

		_, id, _ := p.SignUp(p.Event, "hana@mail.example")
		p.Write(func(tx *models.Tx) error {
			return tx.Mails().Queue(&models.Mail{
				Cause: "series_registered:x", Kind: "series_registered", EventID: &p.Event.ID, RegistrationID: &id,
				ToAddress: "hana@mail.example", ToName: "川瀬 花子", Locale: "ja", Data: map[string]string{"series": "まちの集い"},
			})
		})
		mails := slices.DeleteFunc(p.Mails(), func(m models.Mail) bool { return m.Kind != "series_registered" })
		text := p.Text(mails[0])
		own := string(paths.OfAttendee(p.MailedSecret(id)))
		ticket, takeBack := strings.Index(text, own), strings.Index(text, own+"/take-back")
		if ticket < 0 || takeBack < 0 || ticket == takeBack {
			t.Errorf("the own page is at %d, the way back at %d of\n%s", ticket, takeBack, text)
		}
	})
}

// mailedFollowing is the secret in the mail with which an address is confirmed.
func mailedFollowing(p *apptest.Program) string {
	p.T.Helper()
	mail := modelstest.Mails(p.T, p.DB)[0] // the latest
	found := regexp.MustCompile(paths.FollowingPrefix + `([^"\s]+)`).FindStringSubmatch(p.Text(mail))
	if found == nil {
		p.T.Fatal("the mail has no link")
	}
	return found[1]
}
