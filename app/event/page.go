package event

import (
	"context"
	"slices"
	"strconv"

	"meguri/models"
	"meguri/models/text"
)

// EventPage is what an event's page shows besides the event.
type EventPage struct {
	TicketTypes []models.TicketType // those that everybody may see
	Sessions    []models.Session
	Offer       *Offer
	Speakers    []Speaker
	// Materials are those of the whole event; there are some only once it is over.
	Materials []models.Material
	// Next is the next event of the host, once this one is over or cancelled; nil for none.
	Next *models.Event
	// Ended says that the event is over.
	Ended bool
}

// Speaker is who speaks at an event, with the first of their sessions.
type Speaker struct {
	models.Speaker
	Session *models.Session
}

// EventPage reads the page of an event, and loads the event's partners. Who may see the event calls it.
func (s *Service) EventPage(ctx context.Context, e *models.Event) (*EventPage, error) {
	q := s.db.Query(ctx)
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	types, err := q.TicketTypes().OfEvents([]*models.Event{e})
	if err != nil {
		return nil, err
	}
	waiting, err := waitingFor(q, types)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	page := &EventPage{
		TicketTypes: types[e.ID],
		Sessions:    sessions,
		Offer:       offerOf(e, types[e.ID], waiting, q.Now),
		Speakers:    speakersOf(sessions),
		Ended:       e.Ended(q.Now),
	}
	if err != nil || (!page.Ended && !e.WasCancelled()) {
		return page, err
	}
	err = page.lookBack(q, e)
	return page, err
}

// lookBack reads what is there once an event is over.
func (page *EventPage) lookBack(q *models.Query, e *models.Event) (err error) {
	if page.Next, err = q.Events().NextOfHost(e); err != nil || !page.Ended {
		return err
	}
	materials, err := q.Materials().OfEvents([]*models.Event{e})
	page.Materials = materials[e.ID]
	return err
}

// speakersOf lists who speaks in sessions that take place, in their order.
func speakersOf(sessions []models.Session) (list []Speaker) {
	for i := range sessions {
		if sessions[i].CancelledAt != nil {
			continue
		}
		for _, named := range sessions[i].Speakers {
			isThere := func(s Speaker) bool { return s.ID == named.SpeakerID }
			if !slices.ContainsFunc(list, isThere) {
				list = append(list, Speaker{named.Speaker, &sessions[i]})
			}
		}
	}
	return list
}

// ListPage is one page of the events at which an account has a role, the latest first.
type ListPage struct {
	Events []models.Event
	// Total counts the events that the search finds on all pages.
	Total int
	// Next is the number of the next page, "" on the last one.
	Next  string
	Input *ListInput
	// MayCreate says that the account may make further ones.
	MayCreate bool
}

// ListPage reads a page of the events of an account, with at most limit of them.
func (s *Service) ListPage(
	ctx context.Context, account *models.Account, in *ListInput, limit int,
) (page *ListPage, err error) {
	q := s.db.Query(ctx)
	page = &ListPage{Input: in}
	filter := models.EventFilter{Query: text.CleanLine(in.Search)}
	if page.Total, err = q.Events().CountOfAccount(account.ID, filter); err != nil {
		return nil, err
	}
	number := min(max(in.Number, 1), page.Total/limit+1)
	if page.Events, err = q.Events().OfAccount(account.ID, filter, (number-1)*limit, limit); err != nil {
		return nil, err
	}
	if number*limit < page.Total {
		page.Next = strconv.Itoa(number + 1)
	}
	hosts, err := q.Organizations().OfEditor(account.ID)
	page.MayCreate = len(hosts) > 0
	return page, err
}

// EditPage is the form of an event. Event is nil for a new one.
type EditPage struct {
	Event *models.Event
	Input *EventInput
	// Organizations may be co-hosts and partners.
	Organizations []models.Organization
	// HasAgenda says that there are sessions, which may move with the event.
	HasAgenda bool
}

// NewPage makes the form of a new event. An account that may make events calls it.
func (s *Service) NewPage(ctx context.Context) (*EditPage, error) {
	q := s.db.Query(ctx)
	organizations, err := q.Organizations().All()
	return &EditPage{Input: newEventInput(q.Now), Organizations: organizations}, err
}

// EditPage reads the form of an event. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) EditPage(ctx context.Context, id string) (*EditPage, error) {
	q := s.db.Query(ctx)
	e, err := q.Events().ByID(id)
	if err != nil {
		return nil, err
	}
	if err := q.Events().LoadNamed(e); err != nil {
		return nil, err
	}
	all, err := q.Organizations().All()
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	isHost := func(o models.Organization) bool { return o.ID == e.OrganizationID }
	return &EditPage{
		Event:         e,
		Input:         eventInputOf(e),
		Organizations: slices.DeleteFunc(all, isHost),
		HasAgenda:     len(sessions) > 0,
	}, err
}

// TicketTypesPage is an event's ticket types and consents, with the form of one ticket type.
type TicketTypesPage struct {
	Types    []models.TicketType
	Consents []models.ConsentText
	// Editing is the one in the form; nil for a new one.
	Editing *models.TicketType
	Input   *TicketTypeInput
}

// TicketTypesPage reads the ticket types of an event, with the form of the one with the id, or of a new one for "".
// Staff who may edit the event call it. Errors: NotFound.
func (s *Service) TicketTypesPage(ctx context.Context, e *models.Event, id string) (*TicketTypesPage, error) {
	q := s.db.Query(ctx)
	page := &TicketTypesPage{Input: &TicketTypeInput{Mode: models.ModeVenue}}
	var err error
	if id != "" {
		if page.Editing, err = q.TicketTypes().ByID(e, id); err != nil {
			return nil, err
		}
		page.Input = ticketTypeInputOf(e, page.Editing)
	}
	if page.Types, err = q.TicketTypes().OfEvent(e); err != nil {
		return nil, err
	}
	page.Consents, err = q.ConsentTexts().OfEvent(e)
	return page, err
}

// ConsentPage is the form of a text that people agree to. Consent is nil for a new one.
type ConsentPage struct {
	Consent *models.ConsentText
	Input   *ConsentInput
}

// ConsentPage reads the newest version of a consent text, or an empty form for a slug of "". Staff who may edit the
// event call it. Errors: NotFound.
func (s *Service) ConsentPage(ctx context.Context, e *models.Event, slug string) (*ConsentPage, error) {
	if slug == "" {
		return &ConsentPage{Input: &ConsentInput{}}, nil
	}
	t, err := s.db.Query(ctx).ConsentTexts().BySlug(e, slug)
	if err != nil {
		return nil, err
	}
	in := &ConsentInput{Slug: t.Slug, TextJa: t.TextJa, TextEn: t.TextEn, Required: t.Required}
	return &ConsentPage{Consent: t, Input: in}, nil
}
