package event_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"meguri/app/event"
	"meguri/models"
	"meguri/models/modelstest"
)

// add stores another published event with a ticket type.
func (f *fixture) add(
	t *testing.T, slug string, change func(e *models.Event, ticket *models.TicketType),
) *models.Event {
	t.Helper()
	e, capacity, published := *f.event, 10, f.db.Now()
	e.ID, e.Slug, e.TitleJa, e.State, e.PublishedAt = models.NewID(), slug, slug, models.EventPublished, &published
	ticket := &models.TicketType{EventID: e.ID, Slug: "venue", NameJa: "会場", Mode: models.ModeVenue, Capacity: &capacity}
	change(&e, ticket)
	modelstest.Write(t, f.db, func(tx *models.Tx) error {
		if err := tx.Events().Create(&e); err != nil {
			return err
		}
		ticket.EventID = e.ID
		return tx.TicketTypes().Create(ticket)
	})
	return &e
}

func (f *fixture) front(t *testing.T, in event.FrontInput) *event.FrontPage {
	t.Helper()
	page, err := f.events.FrontPage(t.Context(), &in)
	must(t, err)
	return page
}

// slugs are those of cards, sorted.
func slugs(cards []event.Card) []string {
	list := []string{}
	for _, c := range cards {
		list = append(list, c.Event.Slug)
	}
	slices.Sort(list)
	return list
}

func TestFrontPageTellsWhatIsOpen(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		now, none := f.db.Now(), 0
		later, before := now.Add(time.Hour), now.Add(-time.Hour)
		f.add(t, "full", func(_ *models.Event, ticket *models.TicketType) { ticket.Capacity = &none })
		f.add(t, "soon", func(_ *models.Event, ticket *models.TicketType) { ticket.OpensAt = &later })
		f.add(t, "closed", func(_ *models.Event, ticket *models.TicketType) { ticket.ClosesAt = &before })
		f.add(t, "hidden", func(_ *models.Event, ticket *models.TicketType) { ticket.Hidden = true })
		f.add(t, "called-off", func(e *models.Event, _ *models.TicketType) {
			e.State, e.CancelledAt = models.EventCancelled, &now
		})
		f.add(t, "draft", func(e *models.Event, _ *models.TicketType) { e.State = models.EventDraft })
		f.add(t, "over", func(e *models.Event, _ *models.TicketType) {
			e.StartsAt, e.EndsAt = now.AddDate(-1, 0, 0), now.AddDate(-1, 0, 1)
		})
		page := f.front(t, event.FrontInput{})
		equal(t, "what is open", slugs(page.Open), []string{"summit"})
		equal(t, "what is announced", slugs(page.Announced), []string{"called-off", "closed", "full", "hidden", "soon"})
		equal(t, "what is over", slugs(page.Past), []string{"over"})
		states := map[string]event.OfferState{}
		for _, c := range page.Announced {
			states[c.Event.Slug] = c.Offer.State
		}
		equal(t, "the states", states, map[string]event.OfferState{
			"called-off": event.OfferCancelled, "closed": event.OfferClosed, "full": event.OfferFull,
			"hidden": event.OfferNone, "soon": event.OfferSoon,
		})
		past, err := f.events.PastPage(t.Context(), &event.FrontInput{Year: 1900})
		must(t, err)
		equal(t, "the latest year, where another has none", slugs(past.Cards), []string{"over"})
	})
}

// What asks for a code, or is drawn by lot, is not left to who comes now.
func TestPlacesThatAreNotForEverybodyAreNotCounted(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		now := f.db.Now()
		later, before := now.Add(time.Hour), now.Add(-time.Hour)
		f.add(t, "code", func(_ *models.Event, ticket *models.TicketType) { ticket.Entry = models.EntryByCode })
		f.add(t, "first", func(_ *models.Event, ticket *models.TicketType) {
			ticket.Entry, ticket.EntryUntil = models.EntryByCode, &later
		})
		f.add(t, "was-first", func(_ *models.Event, ticket *models.TicketType) {
			ticket.Entry, ticket.EntryUntil = models.EntryByCode, &before
		})
		f.add(t, "lottery", func(_ *models.Event, ticket *models.TicketType) { ticket.ByLottery = true })
		f.add(t, "code-full", func(_ *models.Event, ticket *models.TicketType) {
			ticket.Entry, ticket.Taken = models.EntryByCode, 10
		})
		f.add(t, "approval", func(_ *models.Event, ticket *models.TicketType) { ticket.Approval, ticket.Taken = true, 4 })
		page := f.front(t, event.FrontInput{})
		equal(t, "what is open", slugs(page.Open), []string{"approval", "lottery", "summit", "was-first"})
		equal(t, "what is announced", slugs(page.Announced), []string{"code", "code-full", "first"})
		for _, c := range slices.Concat(page.Open, page.Announced) {
			if c.Event.Slug == "summit" {
				continue
			}
			o, counted := c.Offer, 0
			for _, p := range o.Places {
				counted += p.Free
			}
			want := map[string]struct {
				state  event.OfferState
				free   int
				stamp  string
				action string
			}{
				"code":      {event.OfferByCode, 0, "event.stamp_code", "event.register_code"},
				"code-full": {event.OfferByCode, 0, "event.stamp_code", "event.register_code"},
				"first":     {event.OfferByCode, 0, "event.stamp_code", "event.register_code"},
				"was-first": {event.OfferOpen, 10, "", "event.register"},
				"lottery":   {event.OfferLottery, 0, "", "lottery.apply"},
				"approval":  {event.OfferOpen, -1, "", "event.register"},
			}[c.Event.Slug]
			equal(t, c.Event.Slug, o.State, want.state)
			equal(t, "places counted of "+c.Event.Slug, counted, want.free)
			equal(t, "stamp of "+c.Event.Slug, o.Stamp(), want.stamp)
			equal(t, "button of "+c.Event.Slug, o.Action(), want.action)
			equal(t, c.Event.Slug+" is open to all later", o.OpensAt != nil, c.Event.Slug == "first")
		}
	})
}

func TestFrontPageFindsAnEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add(t, "cafe", func(e *models.Event, _ *models.TicketType) {
			e.TitleJa, e.VenueNameJa, e.StreamURL = "プロボノ・カフェ２０２７", "溝口ノクティ", ""
			e.StartsAt = time.Date(2031, 3, 31, 20, 0, 0, 0, time.UTC) // April in Japan
			e.EndsAt = e.StartsAt.Add(time.Hour)
		})
		for name, c := range map[string]struct {
			in   event.FrontInput
			want []string
		}{
			"by kana and width":      {event.FrontInput{Search: "ぷろぼの　ｶﾌｪ 2027"}, []string{"cafe"}},
			"by place":               {event.FrontInput{Search: "溝口"}, []string{"cafe"}},
			"not by another word":    {event.FrontInput{Search: "カフェ 保健室"}, []string{}},
			"by month of Japan":      {event.FrontInput{Month: "2031-04"}, []string{"cafe"}},
			"not by the month there": {event.FrontInput{Month: "2031-03"}, []string{}},
			"by mode":                {event.FrontInput{Mode: models.ModeOnline}, []string{"summit"}},
			"by host":                {event.FrontInput{Host: "nobody"}, []string{"cafe", "summit"}},
			"by nonsense":            {event.FrontInput{Month: "x", Mode: "y", Page: -3}, []string{"cafe", "summit"}},
		} {
			t.Run(name, func(t *testing.T) {
				page := f.front(t, c.in)
				equal(t, "what is found", slugs(page.Open), c.want)
				equal(t, "how many", page.Found, len(c.want))
			})
		}
	})
}

func TestFrontPageHasPages(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for i := range 30 {
			f.add(t, fmt.Sprintf("many-%02d", i), func(*models.Event, *models.TicketType) {})
		}
		first, second := f.front(t, event.FrontInput{}), f.front(t, event.FrontInput{Page: 2})
		equal(t, "on the pages", len(first.Open)+len(second.Open), 31)
		equal(t, "whether there is a further page", []bool{first.HasNext, second.HasNext}, []bool{true, false})
		list, err := f.events.PastPage(t.Context(), &event.FrontInput{Page: 9})
		must(t, err)
		equal(t, "past events where there are none", len(list.Cards), 0)
	})
}

func TestMaterialsAreShownOnceTheEventIsOver(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := &event.MaterialsInput{
			Kind: []string{"slides", "recording", "slides"}, TitleJa: []string{"資料", "", ""}, TitleEn: []string{"", "", ""},
			URL: []string{"https://materials.example/a", "https://materials.example/b", ""},
		}
		must(t, f.events.SaveMaterials(t.Context(), f.event, in))
		page, err := f.events.EventPage(t.Context(), f.event)
		must(t, err)
		equal(t, "before the end", len(page.Materials), 0)
		next := f.add(t, "next", func(e *models.Event, _ *models.TicketType) {
			e.StartsAt, e.EndsAt = e.StartsAt.AddDate(1, 0, 0), e.EndsAt.AddDate(1, 0, 0)
		})
		f.db.SetClock(func() time.Time { return f.event.EndsAt.Add(time.Hour) })
		page, err = f.events.EventPage(t.Context(), f.event)
		must(t, err)
		equal(t, "after the end", len(page.Materials), 2)
		equal(t, "the next event", page.Next.ID, next.ID)
		in.URL[0] = "javascript:alert(1)"
		wantFault(t, f.events.SaveMaterials(t.Context(), f.event, in), "url-1", "field.url")
	})
}
