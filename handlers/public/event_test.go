package public_test

import (
	"encoding/json"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestTheFrontPageInvites(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Shows(p.Page("/", "ja").Find(".event-card").First(), "かわさきプロボノサミット", "川崎市役所", "オンライン")
		p.Shows(p.Page("/", "en").Find(".event-card").First(), "Kawasaki Pro Bono Summit", "Online")
		p.MoveEvent(models.EventCancelled, map[string]any{"cancelled_at": p.DB.Now()})
		p.Shows(p.Page("/", "ja"), "中止")
		p.SetClock(p.Other.EndsAt.Add(48 * time.Hour))
		p.Shows(p.Page("/", "en").Find(".past-rows"), "Kawasaki Pro Bono Summit")
	})
}

func TestTheEventPageTellsHowToCome(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) {
			e.SummaryJa = "語り合う午後"
			e.DescriptionJa = "# だれでも\n\n<script>alert(1)</script>\n\n**どうぞ**"
			e.DescriptionEn = "Everybody is **welcome**"
			e.VenueAddressJa, e.VenueMapURL, e.ContactEmail = "川崎市川崎区", "https://map.example/x", "summit@city.example"
		})
		page := p.Page("/events/here", "ja")
		p.Shows(
			page.Find("main"), "かわさきプロボノサミット", "NECプロボノ倶楽部", "語り合う午後", "川崎市役所", "川崎市川崎区", "だれでも", "どうぞ", "summit@city.example",
			"残り2席",
		)
		apptest.Equal(t, "links to the form", page.Find(`a[href="/events/here/register"]`).Length(), 1)
		apptest.Equal(t, "links to the map", page.Find(`a[href="https://map.example/x"]`).Length(), 1)
		apptest.Equal(t, "scripts in the description", page.Find(".prose script").Length(), 0)
		p.Shows(
			p.Page("/events/here", "en").Find("main"), "Kawasaki Pro Bono Summit", "NEC Pro Bono Club", "Everybody is welcome",
			"2 left",
		)
		modelstest.Registration(t, p.DB, p.Event, "venue")
		modelstest.Registration(t, p.DB, p.Event, "venue")
		full := p.Page("/events/here", "ja").Find(".ways .card").First()
		p.Shows(full, "満席（キャンセル待ち受付中）", "キャンセル待ちに申し込む")
		if !strings.HasPrefix(full.Find("svg.filling .fill-1").AttrOr("width", ""), "100") {
			t.Error("the drawing does not show that it is full")
		}
	})
}

// linkedData is what search engines read of an event (schema.org).
type linkedData struct {
	Type, EventStatus, EventAttendanceMode, Name, StartDate, PreviousStartDate string
	Location                                                                   []map[string]any
	Offers                                                                     []struct{ Availability string }
}

// availability is the last word of each offer's.
func (d *linkedData) availability() (words []string) {
	for _, offer := range d.Offers {
		words = append(words, strings.TrimPrefix(offer.Availability, "https://schema.org/"))
	}
	return words
}

func linked(p *apptest.Program, lang string) (data linkedData) {
	p.T.Helper()
	text := p.Page("/events/here", lang).Find(`script[type="application/ld+json"]`).Text()
	if err := json.Unmarshal([]byte(text), &data); err != nil {
		p.T.Errorf("%v in %s", err, text)
	}
	return data
}

func TestSearchEnginesUnderstandTheEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.TitleJa = `「声」</script><b>&'"` })
		data := linked(p, "ja")
		apptest.Equal(t, "the name", data.Name, `「声」</script><b>&'"`)
		apptest.Equal(t, "how to attend", data.EventAttendanceMode, "https://schema.org/MixedEventAttendanceMode")
		apptest.Equal(t, "the status", data.EventStatus, "https://schema.org/EventScheduled")
		apptest.Equal(t, "the number of places to attend at", len(data.Location), 2)
		apptest.Equal(t, "the availability of each ticket type", data.availability(), []string{"InStock", "InStock"})
		apptest.Contains(t, "the start", data.StartDate, "+09:00")
		apptest.Equal(t, "the start before a move", data.PreviousStartDate, "")
		before := p.Event.StartsAt
		p.ChangeEvent(func(e *models.Event) { e.PreviousStartsAt = &before })
		data = linked(p, "ja")
		apptest.Equal(t, "the status of a moved event", data.EventStatus, "https://schema.org/EventRescheduled")
		apptest.Contains(t, "the start before a move", data.PreviousStartDate, "+09:00")
		modelstest.Registration(t, p.DB, p.Event, "venue")
		modelstest.Registration(t, p.DB, p.Event, "venue")
		data = linked(p, "en")
		apptest.Equal(t, "the name", data.Name, "Kawasaki Pro Bono Summit")
		apptest.Equal(t, "the availability when the venue is full", data.availability(), []string{"SoldOut", "InStock"})
		p.ChangeEvent(func(e *models.Event) { e.StreamURL = "" })
		p.MoveEvent(models.EventCancelled, map[string]any{"cancelled_at": p.DB.Now(), "cancel_reason": "台風のため"})
		data = linked(p, "ja")
		apptest.Equal(t, "how to attend", data.EventAttendanceMode, "https://schema.org/OfflineEventAttendanceMode")
		apptest.Equal(t, "the status", data.EventStatus, "https://schema.org/EventCancelled")
		apptest.Equal(t, "the availability after the end", data.availability(), []string{"Discontinued", "Discontinued"})
		page := p.Page("/events/here", "ja")
		p.Shows(page.Find(".notice.error"), "中止になりました", "台風のため")
		apptest.Equal(t, "links to the form of a cancelled event", page.Find(`a[href="/events/here/register"]`).Length(), 0)
		apptest.Equal(t, "titles for those who share it", page.Find(`meta[property="og:title"]`).Length(), 1)
	})
}

func TestNoPublicAddressTellsTheStream(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := p.AddSession(models.Session{
			TitleJa: "開会", StartsAt: p.Event.StartsAt, EndsAt: p.Event.EndsAt, Room: &models.Room{NameJa: "大会議室"},
		})
		paths := []string{
			"", "/agenda", "/agenda?q=開会", "/calendar.ics", "/agenda.ics",
			"/sessions/" + s.ID, "/sessions/" + s.ID + "/calendar.ics",
			"/schedule.json", "/schedule.xml", "/register",
		}
		for _, path := range paths {
			for _, header := range [][]string{{}, p.AsOwner()} {
				answer := p.Request(http.MethodGet, "/events/here"+path, "", header...)
				p.Wants(answer, http.StatusOK)
				apptest.Lacks(t, path, answer.Body.String(), "stream.example")
			}
		}
	})
}

func TestADraftIsSeenByItsStaffOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.MoveEvent(models.EventDraft, map[string]any{})
		other := []string{"Cookie", apptest.LoginCookie + "=" + p.Login(p.OtherOwner)}
		for _, path := range []string{"/events/here", "/events/here/agenda"} {
			for _, header := range [][]string{{}, other} {
				p.Wants(p.Request(http.MethodGet, path, "", header...), http.StatusNotFound)
			}
			p.Shows(p.Page(path, "ja", p.AsOwner()...), "下書きです")
			p.Shows(p.Page(path, "en", p.AsOwner()...), "This is a draft")
		}
		for _, path := range []string{"/register", "/calendar.ics", "/schedule.json"} {
			p.Wants(p.Request(http.MethodGet, "/events/here"+path, "", p.AsOwner()...), http.StatusNotFound)
		}
	})
}

func TestASharedAddressHasAPicture(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		tags := func(path, lang string) map[string]string {
			found := map[string]string{}
			p.Page(path, lang).Find("meta[property], meta[name]").Each(func(_ int, tag *goquery.Selection) {
				found[tag.AttrOr("property", tag.AttrOr("name", ""))] = tag.AttrOr("content", "")
			})
			return found
		}
		for _, path := range []string{"/events/here", "/events/here/agenda", "/events/here/register"} {
			t.Run(path, func(t *testing.T) {
				p := p.With(t)
				found := tags(path, "en")
				address := "https://meguri.example/events/here/picture.png?lang=en&v=1"
				for _, name := range []string{"og:image", "twitter:image"} {
					apptest.Equal(t, name, found[name], address)
				}
				for _, name := range []string{
					"og:title", "og:url", "og:image:alt", "twitter:card", "twitter:title", "twitter:description", "twitter:image:alt",
				} {
					if _, ok := found[name]; !ok {
						t.Errorf("%s is missing", name)
					}
				}
				apptest.Contains(t, "og:title", found["og:title"], "Kawasaki Pro Bono Summit")
				answer := p.Request(http.MethodGet, strings.TrimPrefix(address, "https://meguri.example"), "")
				p.Wants(answer, http.StatusOK)
				apptest.Equal(t, "type", answer.Header().Get("Content-Type"), "image/png")
				if _, err := png.Decode(answer.Body); err != nil {
					t.Error(err)
				}
			})
		}
		p.MoveEvent(models.EventDraft, map[string]any{})
		p.Wants(p.Request(http.MethodGet, "/events/here/picture.png", ""), http.StatusNotFound)
	})
}

func TestTheDevicesOwnerFindsTheirTicketOnTheDay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		own := string(paths.OfAttendee(secret))
		isOffered := func(client *apptest.Client) bool {
			return strings.Contains(client.Get("/events/here").Body.String(), own)
		}
		device := p.Client()
		device.Get(own)
		apptest.Equal(t, "offered before the day", isOffered(device), false)
		p.SetClock(p.Event.StartsAt)
		apptest.Equal(t, "offered on the day", isOffered(device), true)
		apptest.Equal(t, "offered on another device", isOffered(p.Client()), false)
		p.ChangeEvent(func(e *models.Event) { e.Discreet = true })
		discreet := p.Client()
		discreet.Get(own)
		apptest.Equal(t, "offered of a discreet event", isOffered(discreet), false)
	})
}
