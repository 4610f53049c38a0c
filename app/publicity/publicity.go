// Package publicity tells others of events: texts for papers, a flyer, a badge for other sites, feeds and open data.
// Nothing in it names a hidden ticket type, or one that needs a code.
package publicity

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/opendata"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Offer is whether people can register for an event. States are those of an event's offer, as ends of text keys.
type Offer struct {
	State     string
	Places    []Places
	Registers bool
	Deadline  *time.Time
}

// Places are those of one mode that are left. Free is 0 where their number is not told.
type Places struct {
	Mode  models.Mode
	State string
	Free  int
}

// Options are what the service needs besides the database. Offer comes from the event feature.
type Options struct {
	Papers  *pdf.Maker
	Texts   *i18n.Bundle
	Offer   func(context.Context, *models.Event) (*Offer, error)
	BaseURL string
}

// Service is the publicity of the events of one database.
type Service struct {
	Options
	db *models.DB
}

// New makes the service.
func New(db *models.DB, options Options) *Service { return &Service{options, db} }

// Page is what staff find to announce an event.
type Page struct {
	Texts []Text
	// Wide says that digits are written as wide as kanji.
	Wide bool
	// Badges are the badges for other sites, in each language.
	Badges []Snippet
}

// Snippet is what shows a badge on another site.
type Snippet struct {
	Lang        string
	Light, Dark string // addresses of the badge
	HTML        string
}

// Page reads it. Staff who may edit the event call it.
func (s *Service) Page(ctx context.Context, e *models.Event, wide bool) (*Page, error) {
	facts, err := s.facts(ctx, e)
	if err != nil {
		return nil, err
	}
	page := &Page{Wide: wide}
	for _, lang := range i18n.Languages {
		if lang == i18n.English && e.TitleEn == "" || lang == i18n.Japanese && e.TitleJa == "" {
			continue
		}
		texts := s.Texts.For(lang)
		page.Texts = append(page.Texts, facts.text(texts, wide))
		page.Badges = append(page.Badges, s.snippet(texts, e))
	}
	return page, nil
}

// facts are an event with what everybody may know of its places.
type facts struct {
	*models.Event
	offer *Offer
	// types are the ticket types that everybody may know of; needsNothing says that the event has none at all.
	types        []models.TicketType
	needsNothing bool
	url          string
}

func (s *Service) facts(ctx context.Context, e *models.Event) (*facts, error) {
	offer, err := s.Offer(ctx, e)
	if err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(e)
	return &facts{e, offer, open(e, types, q.Now), len(types) == 0, s.url(e)}, err
}

func (s *Service) url(e *models.Event) string { return s.BaseURL + string(paths.OfEvent(e.Slug)) }

// open are the ticket types that everybody may know of.
func open(e *models.Event, types []models.TicketType, now time.Time) []models.TicketType {
	return slices.DeleteFunc(slices.Clone(e.Offers(types)), func(t models.TicketType) bool {
		return t.Hidden || t.NeedsCode(now)
	})
}

// capacity adds up the places of open ticket types, nil where one has no limit, or there is none.
func capacity(e *models.Event, types []models.TicketType, now time.Time) *int {
	sum, list := 0, open(e, types, now)
	for _, t := range list {
		if t.Capacity == nil {
			return nil
		}
		sum += *t.Capacity
	}
	if len(list) == 0 {
		return nil
	}
	return &sum
}

// Flyer makes a page of A4 that tells of an event, in the language of texts with the other one below. Who may see the
// event calls it.
func (s *Service) Flyer(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]byte, error) {
	facts, err := s.facts(ctx, e)
	if err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	photo, err := q.Pictures().CoverOf(e)
	if err != nil {
		return nil, err
	}
	qr, err := ticket.NewQR(facts.url)
	if err != nil {
		return nil, err
	}
	return s.Papers.Flyer(texts, pdf.Flyer{
		Event: e, Photo: photo, QR: qr, URL: facts.url, Places: facts.placesLine(texts), Register: facts.onFlyer(texts),
		Other: s.Texts.For(map[string]string{i18n.Japanese: i18n.English, i18n.English: i18n.Japanese}[texts.Lang]),
	})
}

// EventXML is an event as open data (GIF, DS-43C). Who may see the event calls it.
func (s *Service) EventXML(ctx context.Context, e *models.Event) ([]byte, error) {
	list, err := s.published(ctx, []*models.Event{e})
	if err != nil {
		return nil, err
	}
	return opendata.GIF(&list[0], s.db.Now())
}

// published are events with what open data say of them.
func (s *Service) published(ctx context.Context, events []*models.Event) ([]opendata.Event, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvents(events)
	if err != nil {
		return nil, err
	}
	byLot, err := q.SessionPlaces().WithLottery(events)
	if err != nil {
		return nil, err
	}
	list := make([]opendata.Event, len(events))
	for i, e := range events {
		if err := q.Events().LoadPartners(e); err != nil {
			return nil, err
		}
		known := open(e, types[e.ID], q.Now)
		list[i] = opendata.Event{
			Event: e, URL: s.url(e), Picture: s.BaseURL + paths.OfEvent(e.Slug).Picture(),
			Capacity: capacity(e, types[e.ID], q.Now), Deadline: deadline(known),
			Registers: len(known) > 0 && e.TakesRegistrations(q.Now), SessionsByLot: byLot[e.ID],
			ByLot: slices.ContainsFunc(known, func(t models.TicketType) bool { return t.ByLottery }),
		}
	}
	return list, nil
}

// deadline is when the last of the ticket types closes, nil where one has no end.
func deadline(types []models.TicketType) (last *time.Time) {
	for i := range types {
		if types[i].ClosesAt == nil {
			return nil
		}
		if last == nil || types[i].ClosesAt.After(*last) {
			last = types[i].ClosesAt
		}
	}
	return last
}
