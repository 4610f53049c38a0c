package event_test

import (
	"fmt"
	"testing"
	"time"

	"meguri/app/event"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestEventPage(t *testing.T) {
	for name, c := range map[string]struct {
		state       models.EventState
		clock       time.Duration // after the end of the event
		open, ended bool
	}{
		"is open before the end":    {models.EventPublished, -time.Hour, true, false},
		"is over after the end":     {models.EventPublished, time.Hour, false, true},
		"of a draft is not open":    {models.EventDraft, -time.Hour, false, false},
		"of a cancelled one is not": {models.EventCancelled, -time.Hour, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				f.db.SetClock(func() time.Time { return f.event.EndsAt.Add(c.clock) })
				f.event.State = c.state
				page, err := f.events.EventPage(t.Context(), f.event)
				must(t, err)
				equal(t, "whether it is open", page.Offer.Register(), c.open)
				equal(t, "whether it is over", page.Ended, c.ended)
			})
		})
	}
	t.Run("leaves hidden ticket types out", func(t *testing.T) {
		each(t, func(t *testing.T, f *fixture) {
			values := f.typesForm(t)
			values.Set("hidden."+f.ticketType(t, "venue").ID, "true")
			must(t, f.saveTypes(t, values))
			page, err := f.events.EventPage(t.Context(), f.event)
			must(t, err)
			equal(t, "the ticket types", slugsOf(page.TicketTypes), []string{"online"})
		})
	})
}

func TestListPage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct {
			role      models.Role
			atEvent   bool
			mayCreate bool
		}{
			"an organizer of the host may make events":    {models.RoleOrganizer, false, true},
			"a receptionist of the host may not":          {models.RoleReceptionist, false, false},
			"an organizer of this event makes no further": {models.RoleOrganizer, true, false},
		} {
			t.Run(name, func(t *testing.T) {
				page, err := f.events.ListPage(t.Context(), f.account(t, c.role, c.atEvent), &event.ListInput{}, 50)
				must(t, err)
				equal(t, "the number of events", len(page.Events), 1)
				equal(t, "whether the account may make events", page.MayCreate, c.mayCreate)
			})
		}
	})
}

func TestListPageAtATime(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		owner := f.account(t, models.RoleOwner, false)
		for i := range 4 {
			must(t, f.db.InTx(t.Context(), func(tx *models.Tx) error {
				e := *f.event
				e.ID, e.Slug, e.TitleJa = models.NewID(), fmt.Sprintf("%s-%d", f.event.Slug, i), fmt.Sprintf("第%d回 100%%_", i)
				return tx.Events().Create(&e)
			}))
		}
		for name, c := range map[string]struct {
			in         event.ListInput
			shown, all int
			next       string
		}{
			"the first page":              {event.ListInput{}, 2, 5, "2"},
			"the second page":             {event.ListInput{Number: 2}, 2, 5, "3"},
			"the last page":               {event.ListInput{Number: 3}, 1, 5, ""},
			"a page past the last one":    {event.ListInput{Number: 99}, 1, 5, ""},
			"a page before the first one": {event.ListInput{Number: -1}, 2, 5, "2"},
			"a search":                    {event.ListInput{Search: "第3回"}, 1, 1, ""},
			"a search by address":         {event.ListInput{Search: f.event.Slug + "-2"}, 1, 1, ""},
			"a search for a wildcard":     {event.ListInput{Search: "%_"}, 2, 4, "2"},
			"a search for nothing there":  {event.ListInput{Search: "第9回"}, 0, 0, ""},
		} {
			t.Run(name, func(t *testing.T) {
				page, err := f.events.ListPage(t.Context(), owner, &c.in, 2)
				must(t, err)
				equal(t, "the number of events on the page", len(page.Events), c.shown)
				equal(t, "the number of events", page.Total, c.all)
				equal(t, "the next page", page.Next, c.next)
			})
		}
	})
}

func TestEventsAreSorted(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		owner := f.account(t, models.RoleOwner, false)
		must(t, f.db.InTx(t.Context(), func(tx *models.Tx) error {
			draft := *f.event
			draft.ID, draft.Slug, draft.State = models.NewID(), f.event.Slug+"-draft", models.EventDraft
			draft.StartsAt, draft.EndsAt = f.event.StartsAt.AddDate(0, 0, 1), f.event.EndsAt.AddDate(0, 0, 1)
			return tx.Events().Create(&draft)
		}))
		later, earlier := f.event.Slug+"-draft", f.event.Slug
		for sort, first := range map[models.EventSort]string{
			"": later, "starts": earlier, "-starts": later, "state": later, "-state": earlier, "people": later,
			"nonsense": later,
		} {
			page, err := f.events.ListPage(t.Context(), owner, &event.ListInput{Sort: sort}, 50)
			must(t, err)
			equal(t, "first by "+string(sort), page.Events[0].Slug, first)
		}
	})
}

func TestEditPage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Summit(t, f.db, "other")
		page, err := f.events.EditPage(t.Context(), f.event.ID)
		must(t, err)
		equal(t, "the title", page.Input.TitleJa, f.event.TitleJa)
		equal(t, "whether there is an agenda", page.HasAgenda, false)
		equal(t, "the organizations to choose from, besides the host", page.Names, []string{"NECプロボノ倶楽部"}) // another one
		modelstest.Session(t, f.db, f.event, models.Session{
			TitleJa: "開会", StartsAt: f.event.StartsAt, EndsAt: f.event.EndsAt,
		})
		page, err = f.events.EditPage(t.Context(), f.event.ID)
		must(t, err)
		equal(t, "whether there is an agenda now", page.HasAgenda, true)
	})
}

func TestNewPage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.db.SetClock(func() time.Time { return time.Date(2030, 3, 5, 9, 0, 0, 0, time.UTC) })
		page, err := f.events.NewPage(t.Context(), &models.Account{Email: "aoki@city.example"}, "ja")
		must(t, err)
		equal(t, "the event", page.Event, nil)
		equal(t, "the start", page.Input.StartsAt, "2030-05-05T13:00")
		equal(t, "whether the id is one", models.ValidID(page.Input.ID), true)
		equal(t, "the number of organizations", len(page.Names), 1)
		equal(t, "where questions go", page.Input.ContactEmail, "aoki@city.example")
		equal(t, "whether English is asked for", page.Input.English, false)
	})
}

func TestTicketTypesPage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.reword(t, "", "写真を撮ります。"))
		page, err := f.events.TicketTypesPage(t.Context(), f.event, nil, 1)
		must(t, err)
		equal(t, "the number of consents", len(page.Consents), 1)
		equal(t, "the number of rows", len(page.Rows), 3)
		equal(t, "the second row", page.Rows[1].Stored.ID, f.ticketType(t, "online").ID)
		equal(t, "its mode", page.Rows[1].Mode, models.ModeOnline)
		equal(t, "the empty row", page.Rows[2].NameJa, "")
	})
}

func TestConsentPage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.reword(t, "", "写真を撮ります。"))
		page, err := f.events.ConsentPage(t.Context(), f.event, "photo")
		must(t, err)
		equal(t, "the input", page.Input, &event.ConsentInput{Slug: "photo", TextJa: "写真を撮ります。"})
		page, err = f.events.ConsentPage(t.Context(), f.event, "")
		must(t, err)
		equal(t, "the consent of a new one", page.Consent, nil)
		equal(t, "the input of a new one", page.Input, &event.ConsentInput{})
	})
}

// dashboard is the event's for an organizer of its host.
func (f *fixture) dashboard(t *testing.T) *event.Dashboard {
	t.Helper()
	page, err := f.events.Dashboard(t.Context(), f.account(t, models.RoleOrganizer, false), f.stored(t))
	must(t, err)
	return page
}

func TestDashboardOfAnEmptyEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		page := f.dashboard(t)
		equal(t, "the number of ticket types", len(page.Types), 2)
		equal(t, "the number of days", len(page.SignUps), 28)
		equal(t, "sign-ups", event.Total(page.SignUps), 0)
		equal(t, "arrivals", page.Arrivals, nil)
		equal(t, "what is missing", page.Missing, nil)
		equal(t, "mails that failed", page.FailedMail, 0)
		equal(t, "whether one may copy it", page.MayCopy, true)
		equal(t, "whether it is over", page.Ended, false)
	})
}

func TestDashboardCounts(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := modelstest.Registration(t, f.db, f.event, "venue")
		modelstest.Registration(t, f.db, f.event, "online")
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			_, err := tx.Admissions().Record(f.event, []models.Passage{
				{
					RegistrationID: r.ID, EventID: f.event.ID, TicketTypeID: r.TicketTypeID, CheckInID: models.NewID(),
					At: f.event.StartsAt,
				},
			})
			return err
		})
		page := f.dashboard(t)
		equal(t, "confirmed at the venue", page.Types[0].Confirmed, 1)
		equal(t, "expected at the venue", page.Types[0].Expected, 1)
		equal(t, "arrived at the venue", page.Types[0].Arrived, 1)
		equal(t, "confirmed online", page.Types[1].Confirmed, 1)
		equal(t, "sign-ups today", page.SignUps[27].Count, 2)
		equal(t, "arrivals", event.Total(page.Arrivals), 1)
	})
}

// A clock that was never set, and a rehearsal weeks before, do not hide who came.
func TestDashboardShowsArrivalsAroundTheEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		start := f.event.StartsAt.Truncate(5 * time.Minute)
		var registrations []*models.Registration
		for range 5 {
			registrations = append(registrations, modelstest.Registration(t, f.db, f.event, "online"))
		}
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			var list []models.Passage
			for _, at := range []time.Time{
				time.Unix(5, 0), start.AddDate(0, 0, -20), start, start.Add(time.Minute), start.Add(21 * time.Minute),
			} {
				list = append(list, models.Passage{EventID: f.event.ID, CheckInID: models.NewID(), At: at})
			}
			for i := range list {
				list[i].RegistrationID = registrations[i].ID
			}
			_, err := tx.Admissions().Record(f.event, list)
			return err
		})
		bars := f.dashboard(t).Arrivals
		var counts []int
		for _, bar := range bars {
			counts = append(counts, bar.Count)
		}
		equal(t, "bars", counts, []int{2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0})
		equal(t, "first bar", bars[0].Start, f.event.Local(start))
	})
}

func TestDashboardOfAPastEventShowsTheWeeksBeforeIt(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.db.SetClock(func() time.Time { return f.event.EndsAt.Add(365 * 24 * time.Hour) })
		page := f.dashboard(t)
		equal(t, "whether it is over", page.Ended, true)
		equal(t, "what is missing", page.Missing, nil)
		last := page.SignUps[27].Start.Format(time.DateOnly)
		equal(t, "the last day", last, f.event.Local(f.event.EndsAt).Format(time.DateOnly))
	})
}

func TestDashboardTellsWhatADraftLacks(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.setState(t, models.EventDraft, nil)
		in := inputOf(f.stored(t))
		in.VenueNameJa = ""
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		equal(t, "what is missing", f.dashboard(t).Missing, []string{"event.missing_venue"})
	})
}
