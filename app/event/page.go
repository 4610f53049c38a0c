package event

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
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
	// Series is the announced series of which it is an edition, nil for none.
	Series *models.Series
	// HasMinutes says that what was written down there is published.
	HasMinutes bool
}

// Speaker is who speaks at an event, with the first of their sessions.
type Speaker struct {
	models.Speaker
	Session *models.Session
}

// HasFaces reports whether somebody who speaks has a portrait.
func (page *EventPage) HasFaces() bool { return len(page.Faces(1)) > 0 }

// Faces lists the first who speak and have a portrait, at most limit.
func (page *EventPage) Faces(limit int) (list []Speaker) {
	for _, s := range page.Speakers {
		if s.PortraitID != nil && len(list) < limit {
			list = append(list, s)
		}
	}
	return list
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
		TicketTypes: e.Offers(types[e.ID]),
		Sessions:    sessions,
		Offer:       offerOf(e, types[e.ID], waiting, q.Now),
		Speakers:    speakersOf(sessions),
		Ended:       e.Ended(q.Now),
	}
	if err != nil {
		return page, err
	}
	if page.Series, err = q.Series().OfEvent(e.ID); err != nil {
		return nil, err
	}
	if page.Series != nil && !page.Series.IsAnnounced() {
		page.Series = nil
	}
	minutes, err := q.Minutes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page.HasMinutes = minutes.IsPublished()
	if page.Ended || e.WasCancelled() {
		err = page.lookBack(q, e)
	}
	return page, err
}

// Offer reads what can be registered for at an event now. Who may see the event calls it.
func (s *Service) Offer(ctx context.Context, e *models.Event) (*Offer, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvents([]*models.Event{e})
	return offerOf(e, types[e.ID], nil, q.Now), err
}

// lookBack reads what is there once an event is over.
func (page *EventPage) lookBack(q *models.Query, e *models.Event) (err error) {
	if page.Next, err = q.Events().NextOfHost(e); err != nil || !page.Ended {
		return err
	}
	materials, err := q.Materials().ShownOf([]*models.Event{e})
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
	// Places are those of the events, by id.
	Places map[string]models.Places
	// Total counts the events that the search finds on all pages.
	Total int
	// Number is that of the page, Next that of the next one, "" on the last.
	Number int
	Next   string
	Input  *ListInput
	// MayCreate says that the account may make further ones.
	MayCreate bool
	// SeesResults says that the account may see results of some event, OnlyReads that it may do nothing else anywhere.
	SeesResults, OnlyReads bool
}

// ListPage reads a page of the events of an account, with at most limit of them.
func (s *Service) ListPage(
	ctx context.Context, account *models.Account, in *ListInput, limit int,
) (page *ListPage, err error) {
	q := s.db.Query(ctx)
	page = &ListPage{Input: in}
	filter := models.EventFilter{Query: text.CleanLine(in.Search), Sort: in.Sort}
	if page.Total, err = q.Events().CountOfAccount(account.ID, filter); err != nil {
		return nil, err
	}
	number := min(max(in.Number, 1), page.Total/limit+1)
	page.Number = number
	if page.Events, err = q.Events().OfAccount(account.ID, filter, (number-1)*limit, limit); err != nil {
		return nil, err
	}
	if page.Places, err = q.Events().PlacesOf(page.Events); err != nil {
		return nil, err
	}
	if number*limit < page.Total {
		page.Next = strconv.Itoa(number + 1)
	}
	hosts, err := q.Organizations().OfEditor(account.ID)
	page.MayCreate = len(hosts) > 0
	if err != nil {
		return nil, err
	}
	roles, err := q.Members().AllRoles(account.ID)
	page.SeesResults = models.Holds(roles, models.SeeResults)
	page.OnlyReads = page.SeesResults && !models.Holds(roles, models.SeeDesk)
	return page, err
}

// EditPage is the form of an event. Event is nil for a new one.
type EditPage struct {
	Event *models.Event
	Input *EventInput
	// Names are those of organizations that may be co-hosts and partners.
	Names []string
	// HasAgenda says that there are sessions, which may move with the event.
	HasAgenda bool
	Now       time.Time
}

// NewPage makes the form of a new event. An account that may make events calls it. Questions go to it at first.
func (s *Service) NewPage(ctx context.Context, account *models.Account, lang string) (*EditPage, error) {
	q := s.db.Query(ctx)
	in := newEventInput(q.Now)
	in.ContactEmail, in.English = account.Email, lang == i18n.English
	names, err := partnerNames(q, "")
	return &EditPage{Input: in, Names: names, Now: q.Now}, err
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
	names, err := partnerNames(q, e.OrganizationID)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(e)
	return &EditPage{
		Event: e, Input: eventInputOf(e), Names: names, HasAgenda: len(sessions) > 0, Now: q.Now,
	}, err
}

// partnerNames are the names of all organizations but the host.
func partnerNames(q *models.Query, hostID string) ([]string, error) {
	all, err := q.Organizations().All()
	var names []string
	for i := range all {
		if name := cmp.Or(all[i].NameJa, all[i].NameEn); all[i].ID != hostID && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, err
}

// PartnerRows are the rows of a form, with what the organizations answered.
func (page *EditPage) PartnerRows(in *EventInput) []PartnerRow {
	rows := in.Rows()
	if page.Event == nil {
		return rows
	}
	for i := range rows {
		for _, p := range page.Event.Partners {
			if p.OrganizationID == rows[i].ID {
				rows[i].Waits, rows[i].Declined = p.AcceptedAt == nil && p.DeclinedAt == nil, p.DeclinedAt != nil
			}
		}
	}
	return rows
}

// PublishPage is what is looked at before an event is published.
type PublishPage struct {
	Items []ChecklistItem
	Input *ScheduleInput
}

// PublishPage reads the checklist of an event, with the form of a time: the next morning. Staff who may edit the event
// call it.
func (s *Service) PublishPage(ctx context.Context, e *models.Event) (*PublishPage, error) {
	items, err := s.Checklist(ctx, e)
	at := e.Local(s.db.Now()).AddDate(0, 0, 1).Format(time.DateOnly) + "T10:00"
	if e.PublishAt != nil {
		at = e.Local(*e.PublishAt).Format(check.LocalLayout)
	}
	return &PublishPage{items, &ScheduleInput{at}}, err
}

// Missing are the items that are required and not done.
func (page *PublishPage) Missing() []ChecklistItem { return page.undone(true) }

// Recommended are the items that are not done and not required.
func (page *PublishPage) Recommended() []ChecklistItem { return page.undone(false) }

func (page *PublishPage) undone(required bool) (list []ChecklistItem) {
	for _, item := range page.Items {
		if item.Required == required && !item.Done {
			list = append(list, item)
		}
	}
	return list
}

// Attending counts those who are registered for an event, also on the waiting list. Staff who may see it call it.
func (s *Service) Attending(ctx context.Context, e *models.Event) (int, error) {
	return s.db.Query(ctx).Registrations().CountLive(e)
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
