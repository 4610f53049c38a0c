package public_test

import (
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// An event of one day with a party the evening before: every list of its sessions says on which day they are.
func TestSessionsOfSeveralDaysHaveDatesEverywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		noon := time.Date(2027, 9, 4, 3, 0, 0, 0, time.UTC) // in Tokyo
		p.SetClock(noon.AddDate(0, 0, -2))
		p.ChangeEvent(func(e *models.Event) {
			e.StartsAt, e.EndsAt, e.StreamURL = noon, noon.Add(5*time.Hour), "https://stream.example/room"
		})
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		own, page := paths.OfAttendee(secret), paths.OfEvent(p.Event.Slug)
		lists := func() map[string]string {
			attendee := p.Client()
			attendee.LeadsTo(attendee.Get(own.Join()), page.Live())
			texts := map[string]string{"room view": apptest.Document(t, attendee.Get(page.Live())).Find("main").Text()}
			for name, path := range map[string]string{
				"event page": string(page), "own page": string(own), "agenda": page.Agenda(), "search": page.Agenda() + "?q=会",
			} {
				texts[name] = p.Page(path, "ja").Find("main").Text()
			}
			texts["staff"] = p.Page(paths.OfStaffEvent(p.Event.Slug).Agenda(), "ja", p.AsOwner()...).Find("table").Text()
			return texts
		}
		hall := &models.Room{NameJa: "大会議室"}
		p.AddSession(models.Session{TitleJa: "開会", StartsAt: noon, EndsAt: noon.Add(time.Hour), Room: hall})
		for name, text := range lists() {
			if strings.Contains(text, "9月4日（土）\n") {
				t.Errorf("%s: a date is there without need in %s", name, text)
			}
		}
		evening := noon.Add(-17 * time.Hour)
		p.AddSession(models.Session{TitleJa: "前夜祭の会", StartsAt: evening, EndsAt: evening.Add(time.Hour), Room: hall})
		p.AddSession(models.Session{TitleJa: "長い展示", StartsAt: noon, EndsAt: noon.Add(24 * time.Hour), Room: hall})
		for name, text := range lists() {
			apptest.Contains(t, name, text, "9月3日（金）", "9月4日（土）")
		}
		p.Shows(p.Page(page.Agenda()+"?day=2027-09-04", "ja").Find("main"), "12:00 – 9月5日（日） 12:00")
	})
}
